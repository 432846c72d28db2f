package io.github.imagemaven.mojo;

import io.github.imagemaven.ci.Annotation;
import io.github.imagemaven.ci.Annotation.Level;
import io.github.imagemaven.ci.CiSystem;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.report.Log;
import java.util.List;
import java.util.function.Supplier;

/**
 * Failures and warnings on the CI system's page of the run, each once a session: what is wrong in a
 * parent POM is found in each of its modules.
 *
 * @param said texts that have been shown; asked for where there is something to show
 */
record Announcements(CiSystem ci, Supplier<Said> said) {
  private static final String TITLE = "image-maven-plugin";

  /** Shows what failed; several problems that were found together one by one. */
  void failure(ImageException failure) {
    show(String.valueOf(failure.getMessage()), Annotation.of(failure));
  }

  private boolean show(String text, List<Annotation> annotations) {
    return said.get().say(text, () -> ci.annotate(annotations));
  }

  /** The log, whose warnings are shown as well. */
  Log with(Log log) {
    return new Heard(log, false);
  }

  /** The same for what is tried several times in a session, and warned of once. */
  Log onceWith(Log log) {
    return new Heard(log, true);
  }

  private final class Heard implements Log {
    private final Log log;
    private final boolean once;

    Heard(Log log, boolean once) {
      this.log = log;
      this.once = once;
    }

    @Override
    public void debug(String line) {
      log.debug(line);
    }

    @Override
    public void info(String line) {
      log.info(line);
    }

    @Override
    public void warn(String line) {
      boolean isFirst = show(line, List.of(new Annotation(Level.WARNING, TITLE, line)));
      if (isFirst || !once) {
        log.warn(line);
      }
    }
  }
}
