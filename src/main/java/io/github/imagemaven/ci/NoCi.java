package io.github.imagemaven.ci;

import io.github.imagemaven.release.RunContext;
import java.util.List;
import java.util.Optional;

/** A person at a keyboard, or a system we do not know: the log says it all. */
final class NoCi implements CiSystem {
  @Override
  public Optional<RunContext> context() {
    return Optional.empty();
  }

  @Override
  public void writeOutputs(RunReport report) {}

  @Override
  public void writeSummary(RunReport report) {}

  @Override
  public void annotate(List<Annotation> annotations) {}
}
