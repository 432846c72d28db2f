/** Who we are at a registry host. */
@NullMarked
package io.github.imagemaven.credentials;

import org.jspecify.annotations.NullMarked;
