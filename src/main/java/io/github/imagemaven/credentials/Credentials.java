package io.github.imagemaven.credentials;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Every place where credentials are kept, in order; the first that knows a host answers. */
public final class Credentials {
  private final List<CredentialSource> sources;
  private final Map<String, Lookup> found = new ConcurrentHashMap<>();

  /**
   * @param sources in the order they are asked
   */
  public Credentials(List<CredentialSource> sources) {
    this.sources = List.copyOf(sources);
  }

  /**
   * What is known about a host. Each place is asked once a run.
   *
   * @param host {@code host[:port]} as in a reference; Docker Hub is {@code docker.io}
   * @throws CredentialException where a place has a credential and it cannot be had
   */
  public Lookup lookup(String host) {
    return found.computeIfAbsent(host, this::ask);
  }

  private Lookup ask(String host) {
    List<String> asked = new ArrayList<>();
    for (CredentialSource source : sources) {
      asked.add(source.place());
      Credential credential = source.find(host);
      if (credential != null) {
        return new Lookup(credential, asked);
      }
    }
    return new Lookup(null, asked);
  }

  /**
   * An answer.
   *
   * @param credential null where no place knew the host
   * @param places where was looked, in order; the last one answered if there is a credential
   */
  public record Lookup(@Nullable Credential credential, List<String> places) {
    /** Copies the list. */
    public Lookup {
      places = List.copyOf(places);
    }
  }
}
