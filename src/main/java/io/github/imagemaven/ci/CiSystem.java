package io.github.imagemaven.ci;

import io.github.imagemaven.release.RunContext;
import java.util.List;
import java.util.Optional;

/**
 * What runs this build: it knows why, and shows people and later jobs what came of it. No method
 * throws because something could not be written: that is a warning.
 */
public interface CiSystem {
  /** What started this run; empty where no CI system did. */
  Optional<RunContext> context();

  /**
   * Hands facts to later steps and jobs. What is written last counts, so it may be called before
   * anything is compiled, with what is known then, and again at the end; each time for all images
   * of the run.
   */
  void writeOutputs(RunReport report);

  /** Shows people what came of the run. Once a run, at its end, for all its images. */
  void writeSummary(RunReport report);

  /**
   * Shows failures and warnings where people look first; the same one once. Called once for each
   * failure, and not again where it is passed on.
   */
  void annotate(List<Annotation> annotations);
}
