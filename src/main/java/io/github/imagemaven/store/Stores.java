package io.github.imagemaven.store;

import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.registry.RegistryClient;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.Log;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Opens stores by the text that settings and {@code build.json} have for them. */
public final class Stores {
  /** What the text of a layout begins with; the directory follows. */
  public static final String LAYOUT_PREFIX = "oci:";

  private final RegistryClient client;
  private final Path folder;
  private final Log log;

  /**
   * @param client for repositories in registries
   * @param folder what a relative directory is relative to; absolute
   * @param log told where a layout is waited for
   */
  public Stores(RegistryClient client, Path folder, Log log) {
    this.client = client;
    this.folder = folder;
    this.log = log;
  }

  /**
   * The store; nothing is sent or read.
   *
   * @param text {@code oci:DIR} or {@code [host[:port]/]path}
   * @throws ConfigurationException where the text has another form
   */
  public ImageStore open(String text) {
    String stripped = text.strip();
    if (isLayout(stripped)) {
      return OciLayout.at(directory(stripped), stripped, log);
    }
    return new RegistryRepository(client.repository(RepositoryName.parse(stripped)));
  }

  /**
   * The same store for one that is going to be published to: its registry is asked for the right to
   * push at once.
   *
   * @param text {@code oci:DIR} or {@code [host[:port]/]path}
   * @throws ConfigurationException where the text has another form
   */
  public ImageStore destination(String text) {
    String stripped = text.strip();
    return isLayout(stripped)
        ? open(stripped)
        : new RegistryRepository(client.destination(RepositoryName.parse(stripped)));
  }

  /** Whether the text names a layout in a directory and not a repository. */
  public static boolean isLayout(String text) {
    return text.strip().startsWith(LAYOUT_PREFIX);
  }

  private Path directory(String text) {
    String directory = text.substring(LAYOUT_PREFIX.length());
    if (directory.isBlank()) {
      throw ConfigurationException.malformed(
          "store", text, "oci: and a directory, such as oci:target/registry");
    }
    try {
      return folder.resolve(directory).normalize();
    } catch (InvalidPathException e) {
      throw ConfigurationException.malformed(
          "store", text, "oci: and a directory, and this is none: " + e.getReason());
    }
  }
}
