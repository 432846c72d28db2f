package io.github.imagemaven.registry;

import java.io.IOException;
import java.time.Duration;

/**
 * The look that a deletion's caller has made before it, made once more. What a wait lies behind is
 * to be looked at anew: while a registry has us come later, a tag may be given to what is to go.
 */
@FunctionalInterface
public interface Recheck {
  /** How old a look may be that a tag is moved, or anything is deleted, upon. */
  Duration MOST_AGE = Duration.ofSeconds(5);

  /**
   * Looks. Asked before every attempt but the first, and before that one too where it had to wait.
   *
   * @return whether it may still go; the deletion is called off otherwise
   * @throws IOException as the look that it repeats; it ends the deletion
   */
  boolean mayStillGo() throws IOException;
}
