package io.github.imagemaven.credentials;

import io.github.imagemaven.report.EnvironmentException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Every place where credentials are kept, in order; the first that knows a host answers. Safe for
 * use by many threads: a slow place holds up only those who ask for the same host.
 */
public final class Credentials {
  private final List<CredentialSource> sources;
  private final ConcurrentMap<String, FutureTask<Lookup>> asked = new ConcurrentHashMap<>();

  /**
   * @param sources in the order they are asked
   */
  public Credentials(List<CredentialSource> sources) {
    this.sources = List.copyOf(sources);
  }

  /**
   * All places of a machine: servers of settings.xml, variables, the files of podman and docker
   * with the helpers they name, the variables that GitLab sets, helpers that belong to a cloud's
   * registry.
   *
   * @param servers of settings.xml, decrypted
   * @param environment variables of the process, which helpers are started with too
   * @param home the user's home folder
   */
  public static Credentials standard(
      List<SettingsServers.Server> servers, Map<String, String> environment, Path home) {
    HelperPrograms programs = new HelperPrograms(environment, HelperPrograms.LIMIT);
    List<CredentialSource> sources = new ArrayList<>();
    sources.add(new SettingsServers(servers));
    sources.add(EnvironmentPairs.set(environment));
    sources.addAll(ConfigFiles.of(environment, home, programs));
    sources.add(EnvironmentPairs.ofGitLab(environment));
    sources.add(new WellKnownHelpers(programs));
    return new Credentials(sources);
  }

  /**
   * What is known about a host. Each place is asked once, also where it fails; only an interrupted
   * question may be asked again.
   *
   * @param host {@code host[:port]} as in a reference; Docker Hub is {@code docker.io}
   * @throws CredentialException where a place has a credential and it cannot be had, or not be sent
   * @throws EnvironmentException where the thread is interrupted
   */
  public Lookup lookup(String host) {
    while (true) {
      FutureTask<Lookup> mine = new FutureTask<>(() -> ask(host));
      FutureTask<Lookup> theirs = asked.putIfAbsent(host, mine);
      if (theirs == null) {
        mine.run();
      }
      FutureTask<Lookup> task = theirs == null ? mine : theirs;
      try {
        return task.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new EnvironmentException(
            "Interrupted while the credentials for " + host + " were looked up", e);
      } catch (ExecutionException e) {
        boolean interrupted = e.getCause() instanceof EnvironmentException;
        if (interrupted) {
          asked.remove(host, task);
        }
        if (!interrupted || task == mine) {
          throw unchecked(e);
        }
      }
    }
  }

  /**
   * Asks every place again from now on: what a helper gave may have run out, and somebody may have
   * logged in meanwhile.
   */
  public void forget() {
    asked.clear();
  }

  private static RuntimeException unchecked(ExecutionException e) {
    Throwable cause = e.getCause();
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException exception ? exception : new IllegalStateException(e);
  }

  private Lookup ask(String host) {
    List<String> places = new ArrayList<>();
    for (CredentialSource source : sources) {
      Lookup answer = source.find(host);
      places.addAll(answer.places());
      if (answer.credential() != null) {
        Sendable.check(host, answer.credential(), answer.places());
        return new Lookup(answer.credential(), places);
      }
    }
    return new Lookup(null, places);
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

    static Lookup found(Credential credential, String place) {
      return new Lookup(credential, List.of(place));
    }

    static Lookup nothing(String... places) {
      return new Lookup(null, List.of(places));
    }
  }
}
