/**
 * Anything that holds content by digest and names it by tags: a registry repository, a layout
 * directory.
 */
@NullMarked
package io.github.imagemaven.store;

import org.jspecify.annotations.NullMarked;
