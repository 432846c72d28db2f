package io.github.imagemaven.mojo;

import io.github.imagemaven.layer.FileNames;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.Problems;
import io.github.imagemaven.report.SecretForm;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One place the image goes to, by name.
 *
 * @param text what messages call it: {@code ghcr.io/acme/app}, {@code oci:target/registry/app}
 * @param repository in a registry; null where it is a directory
 * @param optional whether the run succeeds without it
 */
record DestinationName(String text, @Nullable RepositoryName repository, boolean optional) {
  private static final String OCI = "oci:";

  /** A tag or digest behind the last name. */
  private static final Pattern TAGGED = Pattern.compile("(@[a-z0-9]+)?:[^/\\\\]*/?$");

  /** As a reference knows a host: by a dot, a port, or its name. */
  private static final Pattern HOST =
      Pattern.compile("localhost|[^:\\[]+\\.[^:]+|[^:\\[]+:[0-9]+|\\[[0-9A-Fa-f:.]+](:[0-9]+)?");

  private static final Pattern DIRECTORY =
      Pattern.compile("(\\.{0,2}|~)/.*|\\.{1,2}|[A-Za-z]:[\\\\/].*");

  /**
   * Every destination of a module, required ones first.
   *
   * @throws ConfigurationException where one is malformed, or there is none
   */
  static List<DestinationName> of(Settings settings) {
    Problems problems = new Problems();
    String image = problems.orElse(() -> imageName(settings), "image");
    List<DestinationName> names = new ArrayList<>();
    for (String setting : List.of("registries", "optionalRegistries")) {
      boolean optional = setting.startsWith("optional");
      for (String registry : problems.orElse(() -> entries(settings, setting), List.<String>of())) {
        problems.attempt(() -> names.add(of(setting, registry, image, optional)));
      }
    }
    problems.throwIfAny();
    if (names.isEmpty()) {
      throw new ConfigurationException(
          "no destination: set image.registries to where the image goes, such as"
              + " ghcr.io/acme,docker.io/acme or oci:target/registry; or image.skip=true where"
              + " there is to be no image");
    }
    return names;
  }

  /** The directory, below the module's folder where it is relative; null where it is none. */
  @Nullable Path directory(Path basedir) {
    if (repository != null) {
      return null;
    }
    String written = text.substring(OCI.length());
    try {
      return basedir.resolve(written).normalize();
    } catch (InvalidPathException e) {
      throw FileNames.misread(written, e);
    }
  }

  /**
   * The image's name as registries want it: in lower case.
   *
   * @throws ConfigurationException where no registry would take it
   */
  static String imageName(Settings settings) {
    String name = settings.text("name");
    try {
      return new RepositoryName("localhost", name.toLowerCase(Locale.ROOT)).path();
    } catch (ConfigurationException e) {
      throw ConfigurationException.malformed(
          "image.name", name, "letters, digits and . _ - between them, such as shop or team/shop");
    }
  }

  private static DestinationName of(
      String setting, String registry, String image, boolean optional) {
    String property = Settings.PREFIX + setting;
    if (registry.startsWith(OCI)) {
      String directory = registry.substring(OCI.length());
      if (directory.isBlank()) {
        throw ConfigurationException.malformed(property, registry, "oci:DIR");
      }
      checkHome(property, registry, directory);
      if (directory.startsWith("//")) {
        String rest = directory.replaceFirst("^/+", "");
        throw ConfigurationException.malformed(
            property,
            registry,
            OCI
                + rest
                + " or "
                + OCI
                + "/"
                + rest
                + " for a directory, "
                + rest
                + " for a registry");
      }
      if (TAGGED.matcher(directory).find()) {
        throw ConfigurationException.malformed(
            property,
            registry,
            OCI
                + TAGGED.matcher(directory).replaceFirst("")
                + ", without a tag or digest: tags come from image.tag and image.extraTags, and"
                + " image.name is added");
      }
      String slash = directory.endsWith("/") ? "" : "/";
      return new DestinationName(OCI + directory + slash + image, null, optional);
    }
    checkForm(property, registry);
    String stripped =
        registry.endsWith("/") ? registry.substring(0, registry.length() - 1) : registry;
    String hostAlone =
        stripped.contains("/") || !(stripped.contains(".") || stripped.contains(":"))
            ? stripped
            : stripped + "/";
    String whole = hostAlone.endsWith("/") ? hostAlone + image : hostAlone + "/" + image;
    try {
      RepositoryName repository = RepositoryName.parse(whole);
      return new DestinationName(repository.toString(), repository, optional);
    } catch (ConfigurationException e) {
      throw new ConfigurationException(
          property + " has " + SecretForm.quoted(registry) + ": " + e.getMessage());
    }
  }

  /**
   * The entries of a list of addresses, each as often as it stands there.
   *
   * @throws ConfigurationException where credentials stand among them
   */
  static List<String> entries(Settings settings, String setting) {
    List<String> entries = settings.entries(setting);
    List<String> addresses = new ArrayList<>();
    for (String entry : entries) {
      if (entry.startsWith(OCI)) {
        checkSecret(Settings.PREFIX + setting, entry);
      } else {
        addresses.add(entry);
      }
    }
    // Together, for a password may have a comma.
    checkSecret(Settings.PREFIX + setting, String.join(",", addresses));
    return entries;
  }

  /**
   * Refuses credentials in an address, {@code user:password@host}, without repeating them. A
   * directory that begins as a path does is none, whatever its folders are called.
   *
   * @throws ConfigurationException where something but a digest stands behind an at sign
   */
  static void checkSecret(String property, String address) {
    String rest = address.startsWith(OCI) ? address.substring(OCI.length()) : address;
    int at = rest.lastIndexOf('@');
    if (at < 0 || (rest.length() < address.length() && DIRECTORY.matcher(rest).matches())) {
      return;
    }
    String behind = rest.substring(at + 1);
    String host = behind.split("[/,]", 2)[0];
    boolean isPlace = HOST.matcher(host).matches();
    boolean isUser = isPlace && rest.lastIndexOf('/', at) < 0 && !SecretForm.isDigest(behind);
    // A folder may have an at sign in its name.
    boolean isFolder = rest.length() < address.length();
    if (isUser || (isFolder ? SecretForm.isPair(rest) : SecretForm.isPossible(rest))) {
      throw new ConfigurationException(
          property
              + " has an address with credentials before "
              + (isPlace ? behind.split(",", 2)[0] : "an '@'")
              + ", which are not repeated here: write "
              + (isPlace ? behind.split(",", 2)[0] : "what stands behind them")
              + " alone; user and password belong into settings.xml (a server with the id "
              + (isPlace ? host : "host[:port]")
              + ") or docker login");
    }
  }

  /** A tilde is the shell's; here it would be a folder of that name, below the module. */
  static void checkHome(String property, String written, String directory) {
    if (directory.equals("~") || directory.startsWith("~/")) {
      throw ConfigurationException.malformed(
          property,
          written,
          OCI + "${user.home}" + directory.substring(1) + ", a shell alone knows what ~ is");
    }
  }

  /** What people write who mean something else. */
  private static void checkForm(String property, String registry) {
    if (registry.regionMatches(true, 0, OCI, 0, OCI.length())) {
      throw ConfigurationException.malformed(
          property, registry, OCI + registry.substring(OCI.length()) + ", oci in lower case");
    }
    if (registry.matches(".*[;\\s].*")) {
      throw ConfigurationException.malformed(
          property,
          registry,
          "one destination, or several with commas between them, such as "
              + String.join(",", registry.split("[;\\s]+")));
    }
    checkHome(property, registry, registry);
    if (registry.startsWith("file:")) {
      throw ConfigurationException.malformed(
          property, registry, "for a directory " + OCI + registry.replaceFirst("^file:(//)?", ""));
    }
    int scheme = registry.indexOf("://");
    if (scheme >= 0) {
      String rest = registry.substring(scheme + 3);
      String plain =
          registry.startsWith("http:")
              ? "; a registry without TLS is named in image.insecureRegistries as well, "
                  + rest.split("/", 2)[0]
              : "";
      throw ConfigurationException.malformed(
          property, registry, "host[:port][/owner] without scheme, " + rest + plain);
    }
    if (DIRECTORY.matcher(registry).matches()) {
      throw ConfigurationException.malformed(
          property, registry, "for a directory " + OCI + registry);
    }
    int slash = registry.lastIndexOf('/');
    int end = registry.indexOf('@') >= 0 ? registry.indexOf('@') : registry.lastIndexOf(':');
    if (slash > 0 && end > slash) {
      throw ConfigurationException.malformed(
          property,
          registry,
          registry.substring(0, end)
              + ", without a tag or digest: tags come from image.tag and image.extraTags, and"
              + " image.name is added");
    }
  }
}
