package io.github.imagemaven.credentials;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * A folder with credential helpers that are shell scripts. It is all of PATH: the machine may have
 * helpers of its own.
 */
final class ScriptedHelpers {
  private final Path bin;

  ScriptedHelpers(Path folder) throws IOException {
    bin = Files.createDirectories(folder.resolve("bin"));
  }

  /** Installs {@code docker-credential-NAME}; {@code $host} is what it is asked for. */
  ScriptedHelpers with(String name, String body) throws IOException {
    Path script = bin.resolve("docker-credential-" + name);
    Files.writeString(script, "#!/bin/sh\nPATH=/usr/bin:/bin\nhost=$(cat)\n" + body + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return this;
  }

  /** A helper that knows one host, under the name docker has for it. */
  ScriptedHelpers knowing(String name, String host, String username, String secret)
      throws IOException {
    return with(
        name,
        """
        if [ "$1" = get ] && [ "$host" = '%s' ]; then
          echo '{"ServerURL":"%s","Username":"%s","Secret":"%s"}'
        else
          echo 'credentials not found in native keychain'
          exit 1
        fi
        """
            .formatted(host, host, username, secret));
  }

  Map<String, String> environment(String... more) {
    Map<String, String> environment = new HashMap<>(Map.of("PATH", bin.toString()));
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return environment;
  }

  HelperPrograms programs() {
    return new HelperPrograms(environment(), HelperPrograms.LIMIT);
  }

  CredentialHelper helper(String name, Duration limit) {
    return new HelperPrograms(environment(), limit).required(name, "the test");
  }

  CredentialHelper helper(String name) {
    return helper(name, HelperPrograms.LIMIT);
  }
}
