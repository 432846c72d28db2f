/** Maven's edge: the only room that imports Maven. */
@NullMarked
package io.github.imagemaven.mojo;

import org.jspecify.annotations.NullMarked;
