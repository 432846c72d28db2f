package io.github.imagemaven.registry.testing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** How an {@link InProcessRegistry} behaves; every switch may be thrown while it runs. */
final class RegistrySettings {
  enum Auth {
    NONE,
    BASIC,
    BEARER
  }

  volatile String scheme = "http";
  volatile Auth auth = Auth.NONE;
  volatile String username = "";
  volatile String password = "";
  volatile String realm = "";
  volatile String service = "in-process";
  volatile String identityToken = "no identity token is known";
  volatile String registryToken = "no registry token is known";
  volatile boolean refreshTokens = true;
  volatile boolean anonymousPull;
  volatile String tokenField = "token";
  volatile @Nullable Duration expiresIn = Duration.ofSeconds(300);
  volatile Predicate<String> grants = right -> true;

  volatile boolean deletesTags;
  volatile boolean deletesManifests = true;
  volatile boolean keepsReferenced;
  volatile boolean referrers;
  volatile int tagPage = Integer.MAX_VALUE;
  volatile int refusedDeletion = 405;
  volatile boolean mounts = true;
  volatile boolean digestHeader = true;
  volatile boolean relativeLocation;
  volatile boolean cancels = true;
  volatile boolean manifestHead = true;
  volatile @Nullable String locationHost;
  volatile int lag;

  boolean isUser(String authorization) {
    String pair = username + ":" + password;
    String expected =
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    return authorization.equals(expected);
  }
}
