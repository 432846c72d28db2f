package io.github.imagemaven.mojo;

import io.github.imagemaven.build.BaseReference;
import io.github.imagemaven.credentials.Credential;
import io.github.imagemaven.credentials.Credentials;
import io.github.imagemaven.layer.FileNames;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.registry.HostLimits;
import io.github.imagemaven.registry.RegistryClient;
import io.github.imagemaven.registry.RegistryOptions;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Problems;
import io.github.imagemaven.report.Progress;
import io.github.imagemaven.store.BlobCache;
import io.github.imagemaven.store.CachedStore;
import io.github.imagemaven.store.ImageStore;
import io.github.imagemaven.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** The stores a goal can reach, with everything wired that reaching them takes. */
final class Connections implements AutoCloseable {
  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");

  private final RegistryClient registries;
  private final Supplier<Credentials> credentials;
  private final Stores stores;
  private final BlobCache cache;
  private final Mirror mirror;
  private boolean kept;

  private Connections(
      RegistryClient registries,
      Supplier<Credentials> credentials,
      Stores stores,
      BlobCache cache,
      Mirror mirror) {
    this.registries = registries;
    this.credentials = credentials;
    this.stores = stores;
    this.cache = cache;
    this.mirror = mirror;
  }

  static Connections open(
      Settings settings,
      MavenProject module,
      SettingsXml settingsXml,
      String version,
      Log log,
      Progress progress,
      HostLimits limits,
      @Nullable RegistryClient before) {
    Path home = Path.of(System.getProperty("user.home"));
    Supplier<Credentials> credentials =
        () -> Credentials.standard(settingsXml.servers(), System.getenv(), home);
    RegistryClient registries =
        before != null
            ? before.heir(log, progress)
            : RegistryClient.create(
                options(settings, settingsXml, version), credentials.get(), log, progress, limits);
    Stores stores = new Stores(registries, module.getBasedir().toPath(), log);
    BlobCache cache = new BlobCache(cacheDirectory(home, module), BlobCache.DEFAULT_LIMIT, log);
    return new Connections(registries, credentials, stores, cache, Mirror.of(settings));
  }

  /** The user's cache folder; the module's own where this user has none to write to. */
  private static Path cacheDirectory(Path home, MavenProject module) {
    Path usual = usualCache(System.getenv("XDG_CACHE_HOME"), home);
    try {
      return Files.isWritable(Files.createDirectories(usual)) ? usual : ownCache(module);
    } catch (IOException e) {
      return ownCache(module);
    }
  }

  private static Path usualCache(@Nullable String xdgCacheHome, Path home) {
    try {
      return BlobCache.defaultDirectory(xdgCacheHome, home);
    } catch (InvalidPathException e) {
      throw FileNames.misread(String.valueOf(xdgCacheHome), e);
    }
  }

  private static Path ownCache(MavenProject module) {
    return BuildRequests.imageDirectory(module).resolve("cache");
  }

  /**
   * How registries are spoken to.
   *
   * @throws ConfigurationException where a setting is malformed
   * @throws io.github.imagemaven.credentials.CredentialException where a proxy's password could not
   *     be decrypted
   */
  static RegistryOptions options(Settings settings, SettingsXml settingsXml, String version) {
    Problems problems = new Problems();
    RegistryOptions options =
        new RegistryOptions(
            problems.orElse(() -> settings.number("retry.attempts", 1, 20), 1),
            problems.orElse(() -> settings.duration("retry.delay"), Duration.ZERO),
            problems.orElse(() -> insecure(settings), Set.of()),
            problems.orElse(settingsXml::proxies, List.of()),
            "image-maven-plugin/" + version);
    problems.throwIfAny();
    return options;
  }

  private static Set<String> insecure(Settings settings) {
    List<String> hosts = DestinationName.entries(settings, "insecureRegistries");
    for (String host : hosts) {
      if (!HOST.matcher(host).matches()) {
        String alone = host.replaceFirst("^[A-Za-z]+://", "").replaceFirst("/.*", "");
        throw ConfigurationException.malformed(
            "image.insecureRegistries",
            host.contains("@") ? "(not repeated, it has credentials)" : host,
            "hosts with their ports and nothing else, such as "
                + (HOST.matcher(alone).matches() ? alone : "registry.acme:5000"));
      }
    }
    // As a reference has them: names of hosts have no case.
    return hosts.stream()
        .map(host -> host.toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The store of a base, by its repository or layout; a mirror may stand in for it. */
  ImageStore openBase(String repository) {
    return stores.open(mirror.instead(repository));
  }

  /** The same for reading its manifests and configs, which this machine may have read before. */
  ImageStore readBase(String repository) {
    return new CachedStore(openBase(repository), cache);
  }

  /** Gets ready for a base that is going to be asked for. */
  void expect(BaseReference base) {
    if (base instanceof BaseReference.InRegistry inRegistry) {
      String repository = mirror.instead(inRegistry.reference().repository().toString());
      registries.expect(RepositoryName.parse(repository));
    }
  }

  /** What a later goal of the module goes on with; {@link #close} leaves it open then. */
  RegistryClient keep() {
    kept = true;
    return registries;
  }

  /** Who we are at a host, for a program that goes there itself; null where nobody knows. */
  @Nullable Credential credential(String host) {
    return credentials.get().lookup(host).credential();
  }

  RegistryClient registries() {
    return registries;
  }

  BlobCache cache() {
    return cache;
  }

  /** The store of a destination. */
  ImageStore open(DestinationName name) {
    return stores.destination(name.text());
  }

  @Override
  public void close() {
    if (!kept) {
      registries.close();
    }
  }
}
