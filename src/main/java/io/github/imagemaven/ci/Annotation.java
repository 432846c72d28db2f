package io.github.imagemaven.ci;

import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.report.SeveralProblems;
import java.util.List;
import java.util.Locale;

/**
 * A failure or a warning that GitHub shows on the page of the run, the first ten of each a step;
 * the rest stand in the log alone.
 *
 * <p>Source: <a
 * href="https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message">
 * workflow commands, error and warning</a>; which characters are escaped: <a
 * href="https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts">its toolkit</a>.
 *
 * @param level how bad it is
 * @param title a few words, with the code
 * @param message the whole text
 */
public record Annotation(Level level, String title, String message) {
  /** GitHub cuts what is longer. */
  private static final int MOST = 4096;

  /** How bad it is. */
  public enum Level {
    /** It failed the run. */
    ERROR,
    /** It did not. */
    WARNING
  }

  /** One for each problem of a failure. */
  public static List<Annotation> of(ImageException failure) {
    return failure instanceof SeveralProblems several
        ? several.problems().stream().map(each -> of(Level.ERROR, each)).toList()
        : List.of(of(Level.ERROR, failure));
  }

  /** A problem that did not fail the run, such as one of the clean-up. */
  public static Annotation warning(ImageException problem) {
    return of(Level.WARNING, problem);
  }

  private static Annotation of(Level level, ImageException problem) {
    return new Annotation(level, title(problem.code()), problem.getMessage());
  }

  private static String title(Code code) {
    return code + " (" + code.name().toLowerCase(Locale.ROOT) + ")";
  }

  /** The command, without the line's end; no text in it can be another command. */
  String command() {
    return "::"
        + level.name().toLowerCase(Locale.ROOT)
        + " title="
        + property(title)
        + "::"
        + data(message);
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }

  private static String data(String text) {
    return Plain.text(text, MOST).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }
}
