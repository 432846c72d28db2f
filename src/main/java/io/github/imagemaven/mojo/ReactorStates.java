package io.github.imagemaven.mojo;

import java.util.List;
import java.util.concurrent.ConcurrentMap;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * How far each module of a session has come with its publication: a word among what the session's
 * modules share, which survives class loaders.
 *
 * @param words by module; shared by all modules of the session, so JDK types only
 */
record ReactorStates(ConcurrentMap<String, String> words) {
  /** It goes on, or has failed. */
  static final String BEGUN = "begun";

  /** Its content is in place, and its tags wait for the other modules. */
  static final String STAGED = "staged";

  /** It has nothing to publish. */
  static final String NOTHING = "nothing";

  /** Its tags have moved. */
  static final String NAMED = "named";

  /** It was compared with its destinations, and nothing else is going to come. */
  static final String COMPARED = "compared";

  /** Parts of it are in place, which another session joins. */
  static final String UPLOADED = "uploaded";

  /** Those of one of the goals that publish. */
  static ReactorStates of(Run run, String goal) {
    return new ReactorStates(run.shared("image.published." + goal));
  }

  /** Those of all of them. */
  static List<ReactorStates> all(Run run) {
    return PublishingGoals.ALL.stream().map(goal -> of(run, goal)).toList();
  }

  void put(MavenProject module, String state) {
    words.put(module.getId(), state);
  }

  /** A module's state; null where it has not come. */
  @Nullable String of(MavenProject module) {
    return words.get(module.getId());
  }

  boolean is(MavenProject module, String state) {
    return state.equals(words.get(module.getId()));
  }

  /** Notes a state; whether every module has come as far as it is going to before the end. */
  boolean putLast(MavenProject module, String state, List<MavenProject> expected) {
    synchronized (words) {
      put(module, state);
      return expected.stream().allMatch(this::hasCome);
    }
  }

  private boolean hasCome(MavenProject module) {
    return !words.getOrDefault(module.getId(), BEGUN).equals(BEGUN);
  }

  /** Whether the session has published a module's image. */
  boolean isNamed(MavenProject module) {
    return is(module, NAMED);
  }

  /**
   * Whether the session is about to publish one, has failed to, or has compared it or uploaded
   * parts of it only.
   */
  boolean isBegun(MavenProject module) {
    String state = words.get(module.getId());
    return state != null && !state.equals(NOTHING) && !state.equals(NAMED);
  }
}
