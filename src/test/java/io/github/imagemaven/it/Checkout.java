package io.github.imagemaven.it;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An invoker test's own folder as a git repository, as CI has one checked out. */
public final class Checkout {
  /** When its commit was made. */
  private static final String TIME = "2026-11-24T08:00:00Z";

  private static final List<String> GIT =
      List.of(
          "git",
          "-c",
          "user.name=a",
          "-c",
          "user.email=a@example.com",
          "-c",
          "commit.gpgSign=false");

  private Checkout() {}

  /** With one commit on {@code main}, of these files and folders. */
  public static void of(File basedir, String... files) throws IOException, InterruptedException {
    git(basedir, List.of("init", "-q", "-b", "main"));
    List<String> add = new ArrayList<>(List.of("add"));
    add.addAll(List.of(files));
    git(basedir, add);
    git(basedir, List.of("commit", "-q", "-m", "first"));
  }

  private static void git(File basedir, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(GIT);
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(basedir).redirectErrorStream(true);
    builder.environment().put("GIT_COMMITTER_DATE", TIME);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(String.join(" ", command) + ": " + output);
    }
  }
}
