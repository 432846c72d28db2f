package io.github.imagemaven.oci;

import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.SecretForm;
import org.jspecify.annotations.Nullable;

/**
 * An image in a registry, {@code eclipse-temurin:21-jre} or {@code ghcr.io/acme/app@sha256:…}. With
 * both a tag and a digest the digest decides and the tag is for people.
 *
 * @param repository where
 * @param tag null where only a digest was given
 * @param digest null where only a tag was given
 */
public record Reference(RepositoryName repository, @Nullable String tag, @Nullable Digest digest) {
  /** Checks the tag, and that there is something to ask for. */
  public Reference {
    if (tag != null) {
      Tag.check(tag);
    } else if (digest == null) {
      throw new IllegalArgumentException(repository + " has neither a tag nor a digest");
    }
  }

  /**
   * Reads {@code [host/]path[:tag][@digest]}; with neither the tag is {@code latest}.
   *
   * @throws ConfigurationException where the text has another form
   */
  public static Reference parse(String text) {
    try {
      return parts(text.strip());
    } catch (ConfigurationException e) {
      throw new ConfigurationException(
          "image reference " + SecretForm.quoted(text) + " is not valid: " + e.getMessage());
    }
  }

  private static Reference parts(String text) {
    String rest = text;
    Digest digest = null;
    int at = rest.indexOf('@');
    if (at >= 0) {
      digest = Digest.of(rest.substring(at + 1));
      rest = rest.substring(0, at);
    }
    String tag = null;
    int colon = rest.lastIndexOf(':');
    if (colon > rest.lastIndexOf('/')) {
      tag = Tag.check(rest.substring(colon + 1));
      rest = rest.substring(0, colon);
    }
    if (tag == null && digest == null) {
      tag = Tag.LATEST;
    }
    return new Reference(RepositoryName.parse(rest), tag, digest);
  }

  /** What to ask the registry for: the digest if there is one, else the tag. */
  public String selector() {
    return digest != null ? digest.toString() : String.valueOf(tag);
  }

  @Override
  public String toString() {
    return repository + (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
  }
}
