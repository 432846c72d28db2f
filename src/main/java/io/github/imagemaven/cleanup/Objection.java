package io.github.imagemaven.cleanup;

import io.github.imagemaven.registry.Recheck;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is against a deletion by the last look before it is repeated, if anything. */
final class Objection implements Recheck {
  private final Asker asker;
  private final Recheck other;
  private @Nullable Deletion deletion;

  /** What the asker says. */
  Objection(Asker asker) {
    this(asker, Optional::empty);
  }

  /**
   * What the asker says, and then the registry.
   *
   * @param other what came of the deletion by a look of another kind; empty where it may go
   */
  Objection(Asker asker, Look other) {
    this.asker = asker;
    this.other =
        () -> {
          deletion = other.look().orElse(null);
          return deletion == null;
        };
  }

  /** A look of a registry's own. */
  interface Look {
    /** Why not, or that it is done already. */
    Optional<Deletion> look() throws IOException;
  }

  @Override
  public boolean mayStillGo() throws IOException {
    Optional<String> why = asker.objection();
    if (why.isPresent()) {
      deletion = Deletion.calledOff(why.get());
      return false;
    }
    return other.mayStillGo();
  }

  /** What came of the deletion, where it was called off. */
  Deletion deletion() {
    if (deletion == null) {
      throw new IllegalStateException("nothing was against it");
    }
    return deletion;
  }
}
