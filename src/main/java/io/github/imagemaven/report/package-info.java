/**
 * What a run tells the person who started it: lines, moving bytes, and failures with their codes.
 *
 * <p>Below every other room, because each of them has something to say and none of them may know
 * Maven.
 */
@NullMarked
package io.github.imagemaven.report;

import org.jspecify.annotations.NullMarked;
