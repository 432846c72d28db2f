/** Which tags this run may publish, and why. */
@NullMarked
package io.github.imagemaven.release;

import org.jspecify.annotations.NullMarked;
