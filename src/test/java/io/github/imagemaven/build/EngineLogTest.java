package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.oci.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineLogTest {
  @TempDir Path folder;

  private String failure(String text) throws IOException {
    EngineLog log = new EngineLog(Files.writeString(folder.resolve("linux-amd64.log"), text));
    return log.failure("Containerfile", Platform.parse("linux/amd64"), "it ended with exit code 1");
  }

  /** What the file says is known to whoever wrote it. */
  @Test
  void ofBuildKitTheLinesOfTheStepItself() throws IOException {
    String failure =
        failure(
            """
            #9 [2/2] RUN compile
            #9 0.191 /bin/sh: 3: compile: not found
            #9 ERROR: process "/bin/sh -c compile" did not complete successfully: exit code: 127
            ------
             > [2/2] RUN compile:
            0.191 /bin/sh: 3: compile: not found
            ------
            Containerfile:2
            --------------------
               1 |     FROM base
               2 | >>> RUN compile
            --------------------
            ERROR: failed to solve: process "/bin/sh -c compile" did not complete successfully
            """);
    assertThat(failure)
        .contains("exit code 1 in [2/2] RUN compile. Its last lines")
        .endsWith(":\n  0.191 /bin/sh: 3: compile: not found");
  }

  private String cacheFailure(String text) throws IOException {
    return new EngineLog(Files.writeString(folder.resolve("linux-amd64.log"), text)).cacheFailure();
  }

  /** Its last line need not have the word. */
  @Test
  void ofBuildKitACacheThatCannotBeWritten() throws IOException {
    String denied =
        "ERROR: failed to solve: error writing layer blob: unexpected status from HEAD request to"
            + " https://ghcr.io/v2/acme/steps/blobs/sha256:9a03: 401 Unauthorized";
    assertThat(cacheFailure("------\n > exporting cache to registry:\n------\n" + denied + "\n"))
        .isEqualTo(denied);
    String late = "ERROR: failed to solve: maximum timeout reached";
    assertThat(cacheFailure("------\n > exporting to GitHub Actions Cache:\n------\n" + late))
        .isEqualTo(late);
    assertThat(cacheFailure("------\n > [2/2] RUN fill the cache:\n------\n" + late)).isEmpty();
    // What was taken out of a cache is fetched when it is needed.
    String damaged = "ERROR: failed to solve: short read: expected 157 bytes but got 0";
    assertThat(cacheFailure("------\n > exporting to oci image format:\n------\n" + damaged))
        .isEqualTo(damaged);
    String full = "ERROR: failed to solve: write /x: no space left on device";
    assertThat(cacheFailure("------\n > exporting to oci image format:\n------\n" + full))
        .isEmpty();
  }

  /** A step may have said nothing. */
  @Test
  void ofBuildKitWhatFollowsWhereTheStepSaidNothing() throws IOException {
    String failure =
        failure(
            """
            ------
             > [2/2] RUN false:
            ------
            Containerfile:2
            ERROR: failed to solve: process "/bin/sh -c false" did not complete successfully
            """);
    assertThat(failure)
        .contains("in [2/2] RUN false.", "Containerfile:2\n  ERROR: failed to solve");
  }

  @Test
  void ofBuildahTheLastLines() throws IOException {
    assertThat(
            failure(
                "STEP 1/2: FROM base\nSTEP 2/2: RUN compile\ncompile: not found\n------\nover\n"))
        .contains("in STEP 2/2: RUN compile.")
        .endsWith(":\n  compile: not found\n  over");
  }

  @Test
  void ofBuildahTheStepOfOneStageOfSeveral() throws IOException {
    assertThat(failure("[1/2] STEP 1/2: FROM base\n[1/2] STEP 2/2: RUN compile\nnot found\n"))
        .contains("in [1/2] STEP 2/2: RUN compile.")
        .endsWith(":\n  not found");
  }

  private String other(String text) throws IOException {
    return new EngineLog(Files.writeString(folder.resolve("linux-amd64.log"), text))
        .otherPlatform(0);
  }

  /** What buildah 1.28 and 1.39 say; a variant that is not said is no other platform. */
  @Test
  void anImageOfAnotherPlatform() throws IOException {
    String between = " does not match the expected platform ";
    assertThat(other("a\nWARNING: image platform (linux/amd64)" + between + "(linux/arm64)\n"))
        .isEqualTo("image platform (linux/amd64)" + between + "(linux/arm64)");
    assertThat(other("image platform ({amd64 linux  [] })" + between + "({arm64 linux  [] })\n"))
        .isNotEmpty();
    assertThat(other("image platform (linux/arm64)" + between + "(linux/arm64/v8)\n")).isEmpty();
    assertThat(other("image platform ({arm linux  [] })" + between + "({arm linux  [] v7})\n"))
        .isEmpty();
    assertThat(other("STEP 1/2: FROM a\n")).isEmpty();
  }
}
