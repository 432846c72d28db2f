/** Values and JSON of the image format, no I/O. */
@NullMarked
package io.github.imagemaven.oci;

import org.jspecify.annotations.NullMarked;
