package io.github.imagemaven.workflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The script of a step, as GitHub's runner on Linux starts it.
 *
 * <p>Source: <a
 * href="https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell">workflow
 * syntax, shell</a>.
 *
 * @param shell {@code bash}, or null for the default, which is less strict
 */
record Script(String text, String shell, Path directory) {
  private static final long MINUTES = 20;

  /** Whether it ended with 0; its lines go into the log. */
  boolean run(Map<String, String> environment, Path folder, StringBuilder log)
      throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("script.sh"), text);
    Path lines = folder.resolve("lines");
    ProcessBuilder builder =
        new ProcessBuilder(command(file))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(lines.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    boolean isInTime;
    try {
      isInTime = process.waitFor(MINUTES, TimeUnit.MINUTES);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    log.append(Files.readString(lines));
    if (!isInTime) {
      log.append("given up after ").append(MINUTES).append(" minutes\n");
    }
    return isInTime && process.exitValue() == 0;
  }

  private List<String> command(Path file) {
    if (shell == null) {
      return List.of("bash", "-e", file.toString());
    }
    if (shell.equals("bash")) {
      return List.of("bash", "--noprofile", "--norc", "-eo", "pipefail", file.toString());
    }
    throw new IllegalArgumentException("the kit has no shell " + shell);
  }
}
