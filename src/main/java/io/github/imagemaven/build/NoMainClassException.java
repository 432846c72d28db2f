package io.github.imagemaven.build;

import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ImageException;
import java.nio.file.Path;

/**
 * No class starts the application: {@code IMG-7}, unless whoever asked takes it for a library.
 * Nothing has been written.
 */
public final class NoMainClassException extends ImageException {
  private final boolean incomplete;

  /**
   * @param classes where was looked
   * @param incomplete whether classes newer than the scanner were left out
   */
  public NoMainClassException(Path classes, boolean incomplete) {
    super(
        Code.CONFIGURATION,
        "no class in "
            + classes
            + " has a main method"
            + (incomplete ? " among those that could be searched" : "")
            + ": set image.mainClass to the class that starts the application",
        null);
    this.incomplete = incomplete;
  }

  /** Whether there may be a main class among those that could not be searched. */
  public boolean isIncomplete() {
    return incomplete;
  }
}
