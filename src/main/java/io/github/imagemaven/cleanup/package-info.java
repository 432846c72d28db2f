/**
 * What a moved tag left behind, and how each kind of registry lists and deletes it. Nothing that a
 * tag, an index or a referrer still needs is deleted; what cannot be judged stays.
 */
@NullMarked
package io.github.imagemaven.cleanup;

import org.jspecify.annotations.NullMarked;
