package io.github.imagemaven.build;

import io.github.imagemaven.build.engine.AuthFile;
import io.github.imagemaven.build.engine.Containerfile;
import io.github.imagemaven.credentials.Credential;
import io.github.imagemaven.oci.Reference;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.nio.file.Path;
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
 */
record EngineAccess(List<String> options) {
  EngineAccess {
    options = List.copyOf(options);
  }

  /**
   * Our credentials for the hosts of these images, where we have any; else the engine finds its
   * own. Where every host is spoken to without TLS, or with certificates that nobody vouches for,
   * the engine is told so, which it takes for all hosts alike.
   *
   * @param secrets a folder that nobody but this user may read
   */
  static EngineAccess of(
      Containerfile file,
      Map<String, String> buildArgs,
      Path secrets,
      Function<String, @Nullable Credential> credentials,
      Predicate<String> insecure,
      Log log)
      throws IOException {
    Set<String> hosts = hosts(file.images(buildArgs), log);
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
    List<String> options = new ArrayList<>();
    if (!known.isEmpty()) {
      options.addAll(List.of("--authfile", AuthFile.write(secrets, known).toString()));
    }
    if (!hosts.isEmpty() && hosts.stream().allMatch(insecure)) {
      options.add("--tls-verify=false");
    }
    return new EngineAccess(options);
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
