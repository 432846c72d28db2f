/** From a build request to an image in a layout: base image, layers, config. */
@NullMarked
package io.github.imagemaven.build;

import org.jspecify.annotations.NullMarked;
