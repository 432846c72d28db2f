package io.github.imagemaven.registry.testing;

import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** How an {@link InProcessRegistry} can be told to behave, at any time. */
abstract class RegistrySwitches {
  final RegistrySettings settings = new RegistrySettings();

  abstract InProcessRegistry self();

  // ---- who may do what

  /** Asks for Basic authentication. */
  public InProcessRegistry basic(String username, String password) {
    return user(RegistrySettings.Auth.BASIC, username, password);
  }

  /** Asks for tokens, which its own end point {@code /token} gives to this user. */
  public InProcessRegistry bearer(String username, String password) {
    return user(RegistrySettings.Auth.BEARER, username, password);
  }

  private InProcessRegistry user(RegistrySettings.Auth auth, String username, String password) {
    settings.username = username;
    settings.password = password;
    settings.auth = auth;
    return self();
  }

  /** Which rights the user has, {@code repository:acme/app:push}; all at first. */
  public InProcessRegistry grants(Predicate<String> rights) {
    settings.grants = rights;
    return self();
  }

  /** Gives tokens with pull rights to anybody. */
  public InProcessRegistry anonymousPull() {
    settings.anonymousPull = true;
    return self();
  }

  /**
   * What tokens say of their life; null says nothing. They end by {@link #expireTokens()} alone.
   */
  public InProcessRegistry expiresIn(@Nullable Duration lifetime) {
    settings.expiresIn = lifetime;
    return self();
  }

  /** The member that carries the token, {@code token} or {@code access_token}. */
  public InProcessRegistry tokenField(String name) {
    settings.tokenField = name;
    return self();
  }

  /** An identity token that the token end point takes by POST; with false that answers 404. */
  public InProcessRegistry identityToken(String token, boolean post) {
    settings.identityToken = token;
    settings.refreshTokens = post;
    return self();
  }

  /** A token that is valid although the end point never gave it. */
  public InProcessRegistry registryToken(String token) {
    settings.registryToken = token;
    return self();
  }

  /** The realm that challenges name, instead of this registry's own end point. */
  public InProcessRegistry realm(String url) {
    settings.realm = url;
    return self();
  }

  // ---- how it behaves

  /** Whether DELETE of a tag drops the tag (202); at first it is refused with 405. */
  public InProcessRegistry deletesTags(boolean does) {
    settings.deletesTags = does;
    return self();
  }

  /**
   * Whether DELETE of a digest removes the manifest and all its tags (202), as it does at first;
   * else it is refused as that of a tag.
   */
  public InProcessRegistry deletesManifests(boolean does) {
    settings.deletesManifests = does;
    return self();
  }

  /**
   * Whether DELETE of a digest that a tag, an index or a manifest with that subject refers to is
   * refused with 403, as at Docker Hub; at first it is not.
   */
  public InProcessRegistry keepsReferenced(boolean does) {
    settings.keepsReferenced = does;
    return self();
  }

  /**
   * Whether there is the referrers API, and {@code OCI-Subject} in the answer to a manifest with a
   * subject; at first there is not (404).
   */
  public InProcessRegistry referrers(boolean does) {
    settings.referrers = does;
    return self();
  }

  /** How many tags a page of the list has at most, even if more are asked for; all at first. */
  public InProcessRegistry tagPage(int most) {
    settings.tagPage = most;
    return self();
  }

  /** The status of a refused DELETE of a tag or a digest. */
  public InProcessRegistry refusesDeletionWith(int status) {
    settings.refusedDeletion = status;
    return self();
  }

  /** Whether mounts are granted; else they are answered 202 with a session. */
  public InProcessRegistry mounts(boolean does) {
    settings.mounts = does;
    return self();
  }

  /** Whether answers carry {@code Docker-Content-Digest}. */
  public InProcessRegistry digestHeader(boolean does) {
    settings.digestHeader = does;
    return self();
  }

  /** Whether {@code Location} is a path only. */
  public InProcessRegistry relativeLocation(boolean does) {
    settings.relativeLocation = does;
    return self();
  }

  /**
   * Another host that upload sessions are sent to, say {@code localhost:port} or another
   * registry's.
   */
  public InProcessRegistry locationHost(@Nullable String other) {
    settings.locationHost = other;
    return self();
  }

  /** Whether an upload can be cancelled (204); else 405. */
  public InProcessRegistry cancels(boolean does) {
    settings.cancels = does;
    return self();
  }

  /** Whether HEAD of a manifest is known; else 405. */
  public InProcessRegistry manifestHead(boolean does) {
    settings.manifestHead = does;
    return self();
  }

  /** How often something just pushed is answered 404 before it is seen. */
  public InProcessRegistry lag(int reads) {
    settings.lag = reads;
    return self();
  }
}
