/**
 * The programs that build Containerfiles: which are installed and what they can, what a
 * Containerfile needs of them, how they are run and stopped. Nothing here knows what an image of
 * ours is; {@link io.github.imagemaven.build.ContainerfileBuilder} puts the two together.
 */
@NullMarked
package io.github.imagemaven.build.engine;

import org.jspecify.annotations.NullMarked;
