package io.github.imagemaven.layer;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.report.ConfigurationException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Writes layers: a gzip-compressed tar whose bytes depend on nothing but the entries and the time
 * given. Immutable; any number of threads may write at once.
 */
public final class LayerWriter {
  /** To be raised whenever equal entries give other bytes than before. */
  static final int FORMAT = 2;

  /** What eleven octal digits of a ustar header can hold. */
  private static final long LAST_SECOND = 077777777777L;

  private final long modified;

  /**
   * @param modified the modification time of all entries, truncated to seconds
   * @throws ConfigurationException where a tar header cannot hold it: before 1970 or after 2242
   */
  public LayerWriter(Instant modified) {
    this.modified = modified.getEpochSecond();
    if (this.modified < 0 || this.modified > LAST_SECOND) {
      throw ConfigurationException.malformed(
          "modification time of layer entries", modified.toString(), "a time from 1970 to 2242");
    }
  }

  /**
   * Writes one layer. Each file is read once; memory does not grow with sizes.
   *
   * @param name what people call the layer
   * @param entries in any order; missing parent directories are added (0755, owner 0:0)
   * @param mediaType the type of a gzip-compressed tar in the format of the image
   * @param file created or replaced; after a failure its content is undefined
   * @throws ConfigurationException where entries contradict each other
   * @throws LayerException where a file is missing, is no regular file, or changes while it is read
   * @throws IOException where reading or writing fails
   */
  public Layer write(String name, Collection<LayerEntry> entries, String mediaType, Path file)
      throws IOException {
    List<LayerEntry> tree = LayerTree.of(entries);
    try (BlobFile blob = new BlobFile(file);
        TarDigest digest = new TarDigest()) {
      GzipWriter gzip = new GzipWriter(blob);
      TarBlocks blocks = new TarBlocks(digest, gzip);
      TarWriter tar = new TarWriter(blocks, modified);
      for (LayerEntry entry : tree) {
        tar.add(entry);
      }
      tar.finish();
      Digest diffId = blocks.finish();
      gzip.finish();
      return new Layer(name, blob.finish(mediaType), diffId);
    }
  }
}
