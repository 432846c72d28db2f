package io.github.imagemaven.build;

import io.github.imagemaven.build.engine.AuthFile;
import io.github.imagemaven.build.engine.DockerConfig;
import io.github.imagemaven.build.engine.Engine;
import io.github.imagemaven.credentials.Credential;
import io.github.imagemaven.oci.Reference;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How an engine gets at the images that a Containerfile names.
 *
 * @param options of its command that builds
 * @param environment what its commands are started with beside this process's
 */
record EngineAccess(List<String> options, Map<String, String> environment) {
  EngineAccess {
    options = List.copyOf(options);
    environment = Map.copyOf(environment);
  }

  /**
   * Our credentials for the hosts of these images, where we have any; else the engine finds its
   * own. Where every host is spoken to without TLS, or with certificates that nobody vouches for,
   * buildah and podman are told so, which they take for all hosts alike; Docker has to be told by
   * its own configuration.
   *
   * @param plan what builds, and the file
   * @param environment of this process
   * @param secrets a folder that nobody but this user may read
   */
  static EngineAccess of(
      EnginePlan plan,
      ContainerfileSource source,
      Map<String, String> environment,
      Path secrets,
      Function<String, @Nullable Credential> credentials,
      Predicate<String> insecure,
      Log log)
      throws IOException {
    Set<String> images = new TreeSet<>(plan.file().images(source.buildArgs()));
    images.addAll(source.options().cache().repositories());
    if (plan.engine().kind() == Engine.Kind.DOCKER) {
      images.add(plan.file().syntax()); // others do not ask for it
    }
    images.remove("");
    Set<String> hosts = hosts(images, log);
    Map<String, Credential> known = known(hosts, credentials, log);
    if (plan.engine().kind() == Engine.Kind.DOCKER) {
      Map<String, String> more = new TreeMap<>();
      if (!known.isEmpty()) {
        more.put("DOCKER_CONFIG", DockerConfig.write(secrets, known, environment).toString());
      }
      Instant timestamp = source.options().timestamp();
      if (timestamp != null) {
        more.put("SOURCE_DATE_EPOCH", String.valueOf(timestamp.getEpochSecond()));
      }
      return new EngineAccess(List.of(), more);
    }
    List<String> options = new ArrayList<>();
    Map<String, String> more = new TreeMap<>();
    // buildah and podman insist on the file of DOCKER_CONFIG, which Docker does without.
    if (!known.isEmpty() || isConfigMissing(environment)) {
      more.put("REGISTRY_AUTH_FILE", AuthFile.write(secrets, known).toString());
    }
    List<String> open = hosts.stream().filter(insecure).toList();
    if (!open.isEmpty() && open.size() == hosts.size()) {
      options.add("--tls-verify=false");
    } else if (!open.isEmpty()) {
      List<String> others = hosts.stream().filter(insecure.negate()).toList();
      log.warn(
          String.join(", ", open)
              + " is spoken to without TLS, and "
              + String.join(", ", others)
              + " is not: "
              + plan.engine()
              + " can be told so for all registries alone, and is told nothing; where it fails,"
              + " say insecure = true of that one in registries.conf");
    }
    return new EngineAccess(options, more);
  }

  private static boolean isConfigMissing(Map<String, String> environment) {
    String folder = environment.getOrDefault("DOCKER_CONFIG", "");
    return environment.getOrDefault("REGISTRY_AUTH_FILE", "").isEmpty()
        && !folder.isEmpty()
        && !Files.exists(Path.of(folder, "config.json"));
  }

  private static Map<String, Credential> known(
      Set<String> hosts, Function<String, @Nullable Credential> credentials, Log log) {
    Map<String, Credential> known = new TreeMap<>();
    for (String host : hosts) {
      Credential credential = credentials.apply(host);
      if (credential instanceof Credential.RegistryToken) {
        log.warn(
            "the credential for " + host + " is a registry token, which an engine does not take");
      } else if (credential != null) {
        known.put(host, credential);
      }
    }
    return known;
  }

  private static Set<String> hosts(Set<String> images, Log log) {
    Set<String> hosts = new TreeSet<>();
    for (String image : images) {
      try {
        hosts.add(Reference.parse(image).repository().host());
      } catch (ConfigurationException e) {
        log.debug("No image of a registry, left to the engine: " + e.getMessage());
      }
    }
    return hosts;
  }
}
