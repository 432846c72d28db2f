package io.github.imagemaven.registry;

import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.report.Code;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/** Where a registry may send us. */
final class Locations {
  /** Up to the last {@code @} of the host, as those who read it differently would. */
  private static final Pattern USER = Pattern.compile("(?<=[/\\\\]{2})[^/\\\\]*@");

  private Locations() {}

  /**
   * The target of a {@code Location}, relative or absolute, its query as it was sent.
   *
   * @throws RegistryException where it leads from https to http, or from a public registry into a
   *     private network
   */
  static HttpUrl checked(
      RegistryHost host, RepositoryName repository, HttpUrl from, String location) {
    HttpUrl to = from.resolve(location);
    if (to == null) {
      throw refused(host, repository, location, "it is no http or https URL");
    }
    if (from.isHttps() && !to.isHttps()) {
      throw refused(
          host,
          repository,
          location,
          "it would leave https (a registry behind a proxy must be told its outer address,"
              + " X-Forwarded-Proto)");
    }
    boolean inwards =
        Addresses.isInternalLiteral(to.host())
            && !Addresses.isInternalLiteral(host.base().host())
            && !host.isTrusting();
    if (inwards) {
      throw refused(host, repository, location, "it is an address of a private network");
    }
    return to.newBuilder().fragment(null).build();
  }

  private static RegistryException refused(
      RegistryHost host, RepositoryName repository, String location, String why) {
    return new RegistryException(
        Code.PUBLICATION,
        "%s: the registry sends us to '%s', which is not followed: %s."
            .formatted(repository, shown(host, location), why),
        null);
  }

  /**
   * A URL that a server named, for people: without a name and a password, and without its query,
   * which may hold a signature.
   */
  static String shown(RegistryHost host, String location) {
    int query = location.indexOf('?');
    String shown = query < 0 ? location : location.substring(0, query) + "?…";
    return host.secrets().hide(USER.matcher(shown).replaceFirst(""));
  }
}
