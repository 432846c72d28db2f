/** Content first, names last: copying a layout to every destination, then moving the tags. */
@NullMarked
package io.github.imagemaven.publish;

import org.jspecify.annotations.NullMarked;
