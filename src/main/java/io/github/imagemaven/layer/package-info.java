/**
 * From a list of files to a layer blob: the same bytes on every machine, written in one pass.
 *
 * <p>The way of the bytes: {@code LayerTree} sorts and completes the entries, {@code TarWriter}
 * turns each into a header, content and padding, {@code TarBlocks} cuts the tar into blocks and
 * hashes it on a thread of its own, {@code GzipWriter} stores or deflates each block, {@code
 * BlobFile} hashes and writes what comes out. Nothing here asks the zlib of the running JDK, whose
 * output differs from one to the next.
 */
@NullMarked
package io.github.imagemaven.layer;

import org.jspecify.annotations.NullMarked;
