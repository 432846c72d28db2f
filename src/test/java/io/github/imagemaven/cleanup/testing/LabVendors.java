package io.github.imagemaven.cleanup.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * GitHub with GHCR and Docker Hub with its registry, for programs that know them by their names and
 * ask over TLS. {@code main} wants a file of properties, says {@code ready}, and stops when it is
 * told to end or its input does:
 *
 * <pre>
 * keystore=FILE.p12        with the key, and in keystore.password its password
 * github.api=ADDRESS:PORT  where api.github.com answers; in github.known the root that it is known by
 * github.registry=ADDRESS:PORT  where ghcr.io answers
 * github.upstream=URL      the real registry behind it; github.data its root directory,
 *                          github.login USER:PASSWORD where it wants that
 * github.organizations=NAME …  and github.users=NAME …
 * github.tokens=TEXT …     of workflows; or TEXT=LOGIN, a user's
 * hub.api, hub.known, hub.registry, hub.upstream, hub.data, hub.login   the same
 * hub.accounts=NAME=SECRET …
 * </pre>
 */
public final class LabVendors implements AutoCloseable {
  private final Properties settings;
  private final SSLContext tls;
  private final List<AutoCloseable> open = new ArrayList<>();

  private LabVendors(Properties settings, SSLContext tls) {
    this.settings = settings;
    this.tls = tls;
  }

  /** Starts all that the settings name. */
  public static LabVendors start(Properties settings) throws IOException {
    Path store = Path.of(settings.getProperty("keystore"));
    LabVendors vendors =
        new LabVendors(settings, context(store, settings.getProperty("keystore.password")));
    vendors.startGithub();
    vendors.startHub();
    return vendors;
  }

  /** Runs until its input ends. */
  public static void main(String[] arguments) throws Exception {
    Properties settings = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(arguments[0]))) {
      settings.load(reader);
    }
    try (LabVendors vendors = start(settings)) {
      System.out.println("ready: " + vendors.open.size() + " servers");
      while (System.in.read() >= 0) {
        // What is said there does not matter.
      }
    }
  }

  private void startGithub() {
    Upstream upstream = upstream("github");
    At api = at("github.api");
    FakeGithub github = FakeGithub.start(upstream, api.address, api.port, tls);
    open.add(github);
    github.knownAs(URI.create(settings.getProperty("github.known", "https://api.github.com")));
    words("github.organizations").forEach(github::organization);
    words("github.users").forEach(github::user);
    for (String token : words("github.tokens")) {
      String[] pair = token.split("=", 2);
      github.token(pair[0], pair.length == 2 ? pair[1] : null, true, true);
    }
    At registry = at("github.registry");
    open.add(RegistryFront.start(upstream, registry.address, registry.port, tls).deletesNothing());
  }

  private void startHub() {
    Upstream upstream = upstream("hub");
    At api = at("hub.api");
    FakeHub hub = FakeHub.start(upstream, api.address, api.port, tls);
    open.add(hub);
    hub.knownAs(URI.create(settings.getProperty("hub.known", "https://hub.docker.com")));
    for (String account : words("hub.accounts")) {
      String[] pair = account.split("=", 2);
      hub.account(pair[0], pair[1]);
    }
    At registry = at("hub.registry");
    open.add(RegistryFront.start(upstream, registry.address, registry.port, tls));
  }

  private Upstream upstream(String vendor) {
    return new Upstream(
        URI.create(settings.getProperty(vendor + ".upstream")),
        Path.of(settings.getProperty(vendor + ".data")),
        settings.getProperty(vendor + ".login", ""));
  }

  private record At(String address, int port) {}

  private At at(String name) {
    String[] pair = settings.getProperty(name).split(":", 2);
    return new At(pair[0], Integer.parseInt(pair[1]));
  }

  private List<String> words(String name) {
    String text = settings.getProperty(name, "").strip();
    return text.isEmpty() ? List.of() : List.of(text.split("\\s+"));
  }

  private static SSLContext context(Path store, String password) throws IOException {
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, password.toCharArray());
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, password.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }
}
