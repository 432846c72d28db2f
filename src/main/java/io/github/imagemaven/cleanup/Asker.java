package io.github.imagemaven.cleanup;

import java.io.IOException;
import java.util.Optional;

/**
 * Whoever wants something deleted: asked again where the deletion cannot be sent at once, and told
 * of what goes before it.
 */
interface Asker {
  /**
   * Looks anew at what has to stay.
   *
   * @return why it may not go any more, a clause without full stop; empty where it may
   * @throws CleanupException as {@link Holdings#list}
   * @throws io.github.imagemaven.registry.RegistryException where the registry cannot be reached
   */
  Optional<String> objection() throws IOException;

  /** A tag is gone, which is to be known also where what it named then stays. */
  void untagged(String tag);
}
