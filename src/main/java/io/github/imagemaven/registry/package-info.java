/** The distribution-spec over HTTP: challenges and tokens, uploads, mounts, errors, retry. */
@NullMarked
package io.github.imagemaven.registry;

import org.jspecify.annotations.NullMarked;
