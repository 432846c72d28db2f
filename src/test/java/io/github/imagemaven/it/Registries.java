package io.github.imagemaven.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RealRegistry;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * The registries of an invoker test, started by its {@code prebuild.groovy} and closed by its
 * {@code verify.groovy}: one of our own, which asks for the credentials in {@code
 * src/it/settings.xml}, and a real one where {@code docker-registry} is installed.
 */
public final class Registries implements AutoCloseable {
  /** Below {@link #own}, the credentials of {@code src/it/settings.xml}. */
  private static final String USER = "robot";

  private final InProcessRegistry own;
  private final AutoCloseable other;
  private final String otherHost;

  private Registries(InProcessRegistry own, AutoCloseable other, String otherHost) {
    this.own = own;
    this.other = other;
    this.otherHost = otherHost;
  }

  /** Starts both; the second one is ours too where there is no real one to be had. */
  public static Registries start(File basedir) throws IOException {
    InProcessRegistry own = InProcessRegistry.start().bearer(USER, "secret");
    if (isInstalled("docker-registry") || required()) {
      RealRegistry real = RealRegistry.start(basedir.toPath().resolve("real-registry"));
      return new Registries(own, real, real.host());
    }
    InProcessRegistry second = InProcessRegistry.start();
    return new Registries(own, second, second.host());
  }

  private static boolean required() {
    return "true".equals(System.getenv("IMAGE_REQUIRE_PEERS"));
  }

  private static boolean isInstalled(String program) {
    for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  /** Tells Maven, through invoker's test.properties, what is only known now. */
  public static void properties(File basedir, Map<String, String> properties) throws IOException {
    StringJoiner lines = new StringJoiner("\n", "", "\n");
    properties.forEach((key, value) -> lines.add(key + "=" + value));
    Files.writeString(basedir.toPath().resolve("test.properties"), lines.toString());
  }

  /** The one of our own. */
  public InProcessRegistry own() {
    return own;
  }

  /** The second one's host. */
  public String otherHost() {
    return otherHost;
  }

  /** {@code image.registries} for both, below {@code acme}. */
  public String both() {
    return own.host() + "/acme," + otherHost + "/acme";
  }

  /** What a tag names in the second one; empty where it does not exist. */
  public Optional<Digest> otherTag(String repository, String tag)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> response = otherManifest(repository, tag);
    return response.statusCode() == 200
        ? Optional.of(Digest.ofBytes(response.body()))
        : Optional.empty();
  }

  private HttpResponse<byte[]> otherManifest(String repository, String tag)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://" + otherHost + "/v2/" + repository + "/manifests/" + tag);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Accept", "application/vnd.oci.image.index.v1+json")
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
  }

  /** A JSON file of a test's project. */
  public static JsonNode json(File basedir, String path) throws IOException {
    return new ObjectMapper().readTree(basedir.toPath().resolve(path).toFile());
  }

  @Override
  public void close() throws Exception {
    own.close();
    other.close();
  }
}
