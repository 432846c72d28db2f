package io.github.imagemaven.mojo;

import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.store.Stores;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code image.mirror}: where images of Docker Hub are pulled from instead of it. There is no way
 * back to Docker Hub where the mirror fails, since whoever names a mirror may not be able, or
 * allowed, to go there.
 */
final class Mirror {
  /** A host that a reference does not know for one. */
  private static final Pattern SHORT_NAME =
      Pattern.compile("(?!(?i:localhost)(/|$))[A-Za-z0-9_-]+(/.*)?");

  private final @Nullable String place;

  private Mirror(@Nullable String place) {
    this.place = place;
  }

  /**
   * @throws ConfigurationException where the setting is no {@code host[:port][/path]}, or has
   *     credentials
   */
  static Mirror of(Settings settings) {
    String place = settings.optional("mirror");
    if (place != null) {
      DestinationName.checkSecret("image.mirror", place);
    }
    Mirror mirror = new Mirror(place);
    if (place != null && SHORT_NAME.matcher(place).matches()) {
      // A reference that begins so is one of Docker Hub, where the mirror's user may not go.
      throw ConfigurationException.malformed(
          "image.mirror",
          settings.text("mirror"),
          "host[:port][/path], the host with a dot or its port, such as "
              + place.replaceFirst("/", ":443/").replaceFirst("^[^/]+$", "$0:443"));
    }
    try {
      mirror.instead("docker.io/library/base");
    } catch (ConfigurationException e) {
      throw ConfigurationException.malformed(
          "image.mirror", settings.text("mirror"), "host[:port][/path], such as mirror.gcr.io");
    }
    return mirror;
  }

  /** The repository to pull from, for one that {@code image.from} or {@code build.json} names. */
  String instead(String repository) {
    if (place == null || Stores.isLayout(repository)) {
      return repository;
    }
    RepositoryName name = RepositoryName.parse(repository);
    if (!name.host().equals(RepositoryName.DOCKER_HUB)) {
      return repository;
    }
    String[] parts = place.toLowerCase(Locale.ROOT).replaceAll("/+$", "").split("/", 2);
    String path = parts.length == 1 ? name.path() : parts[1] + "/" + name.path();
    return new RepositoryName(parts[0], path).toString();
  }
}
