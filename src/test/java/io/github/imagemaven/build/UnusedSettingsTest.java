package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.build.EngineOptions.Secret.InVariable;
import io.github.imagemaven.build.engine.Containerfile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnusedSettingsTest {
  @TempDir Path temp;
  private TestEngine engine;

  @BeforeEach
  void start() throws Exception {
    engine = new TestEngine(temp);
  }

  private List<String> remarks(String text) {
    return UnusedSettings.remarks(engine.source(), Containerfile.parse(text));
  }

  @Test
  void whatIsUsedIsNotSaid() {
    engine.buildArgs.put("BASE", "x");
    engine.buildArgs.put("https_proxy", "http://proxy");
    engine.buildArgs.put("SOURCE_DATE_EPOCH", "1");
    engine.secrets.put("npm", new InVariable("NPM"));
    assertThat(
            remarks(
                "ARG BASE\nFROM $BASE\nRUN --mount=type=cache,target=/c"
                    + " --mount=id=npm,type=secret,required=true x\n"))
        .isEmpty();
  }

  @Test
  void aMisspeltArgument() {
    engine.buildArgs.put("VERSOIN", "1");
    assertThat(remarks("FROM a\nARG VERSION=0\nARG B C=1\n"))
        .containsExactly(
            "image.buildArgs.VERSOIN is used nowhere: Containerfile has no ARG VERSOIN, only"
                + " [VERSION, B, C]");
    assertThat(remarks("FROM a\n"))
        .containsExactly(
            "image.buildArgs.VERSOIN is used nowhere: Containerfile has no ARG VERSOIN and no"
                + " other");
  }

  @Test
  void secretsThatDoNotMeet() {
    engine.secrets.put("nmp", new InVariable("NPM"));
    assertThat(remarks("FROM a\nRUN --mount=type=secret,id=npm cat /run/secrets/npm\n"))
        .containsExactly(
            "a step of Containerfile mounts the secret npm, and image.secrets.npm does not say"
                + " where it is, only that of [nmp]",
            "image.secrets.nmp is used nowhere: no step of Containerfile has"
                + " --mount=type=secret,id=nmp");
  }
}
