package io.github.imagemaven.build.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerfileTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "RUN <<EOF",
        "run <<-'EOF'",
        "RUN cat <<EOF",
        "COPY <<\"EOF\" /etc/app.conf",
        "ADD --chown=1:1 <<EOF /x",
        "RUN 3<<EOF cat",
        "ONBUILD RUN <<EOF"
      })
  void hereDocuments(String instruction) {
    Containerfile file =
        Containerfile.parse("FROM a\n\n" + instruction + "\nFROM inside\nRUN x\nEOF\nCMD b\n");
    assertThat(file.heredocLine()).isEqualTo(3);
    assertThat(file.images(Map.of())).containsExactly("a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RUN echo $((1<<3))",
        "RUN sh -c 'cat <<EOF'",
        "RUN cat <<<word",
        "RUN [\"cat\", \"<<EOF\"]",
        "CMD cat <<EOF",
        "# RUN <<EOF",
        "RUN a \\\n# RUN <<EOF\n b"
      })
  void noHereDocuments(String instruction) {
    Containerfile file = Containerfile.parse("FROM a\n" + instruction + "\nFROM b\n");
    assertThat(file.heredocLine()).isZero();
    assertThat(file.images(Map.of())).containsExactly("a", "b");
  }

  @Test
  void tabsBeforeTheEndOfAHereDocument() {
    Containerfile file = Containerfile.parse("FROM a\nRUN <<-EOF\n\tx\n\tEOF\nFROM b\n");
    assertThat(file.images(Map.of())).containsExactly("a", "b");
  }

  @Test
  void imagesAreThoseThatAreNoStages() {
    Containerfile file =
        Containerfile.parse(
            """
            # escape=`
            ARG TAG=17
            ARG HOST
            FROM --platform=$BUILDPLATFORM ghcr.io/acme/jdk:${TAG} AS Build
            RUN --mount=type=bind,from=tools.example/t:1,target=/t a `
              b
            FROM ${HOST:-quay.io}/jre AS run
            COPY --from=build /x /x
            COPY --from=0 /x /x
            COPY --from=alpine /x /x
            FROM run
            FROM scratch
            FROM $UNKNOWN/x
            """);
    assertThat(file.images(Map.of("TAG", "21")))
        .containsExactly("ghcr.io/acme/jdk:21", "tools.example/t:1", "quay.io/jre", "alpine");
    assertThat(file.stages()).containsExactly("build", "run");
    assertThat(file.hasStage("Build")).isTrue();
    assertThat(file.hasStage("4")).isTrue();
    assertThat(file.hasStage("5")).isFalse();
    assertThat(file.hasStage("other")).isFalse();
  }

  /** Their registry's credentials are wanted. */
  @Test
  void namesThatArgumentsMakeUp() {
    Containerfile file =
        Containerfile.parse(
            """
            ARG REGISTRY=ghcr.io
            ARG BASE="$REGISTRY/acme/base"
            ARG NOBODY=$UNKNOWN/base
            FROM ${BASE}:1
            FROM $REGISTRY/acme/base-$TARGETARCH
            FROM $NOBODY
            RUN --mount=type=cache,target=/c --mount=type=bind,from=quay.io/acme/tools,target=/t x
            """);
    assertThat(file.images(Map.of()))
        .containsExactly("ghcr.io/acme/base:1", "ghcr.io/unknown", "quay.io/acme/tools");
    assertThat(file.images(Map.of("REGISTRY", "other.example")))
        .contains("other.example/acme/base:1", "other.example/unknown");
  }

  /** What a stage calls by the name of an argument before it is another thing. */
  @Test
  void aFromKnowsTheArgumentsBeforeTheFirst() {
    Containerfile file =
        Containerfile.parse(
            """
            ARG REGISTRY=ghcr.io/acme
            FROM $REGISTRY/jdk
            ARG REGISTRY=https://npm.example
            FROM $REGISTRY/jre
            COPY --from=$REGISTRY/tools /x /x
            """);
    assertThat(file.images(Map.of()))
        .containsExactly("ghcr.io/acme/jdk", "ghcr.io/acme/jre", "ghcr.io/acme/tools");
  }

  @Test
  void aStageMayHaveTheNameOfItsImage() {
    Containerfile file =
        Containerfile.parse(
            "FROM node AS node\nFROM node AS x\nFROM nginx AS nginx\nCOPY --from=node /x /x\n");
    assertThat(file.images(Map.of())).containsExactly("node", "nginx");
  }

  @Test
  void basesOfWhichNoPlatformIsSaid() {
    Containerfile file =
        Containerfile.parse(
            """
            ARG JDK=jdk
            FROM --platform=$BUILDPLATFORM $JDK AS build
            FROM $JDK:17 AS run
            COPY --from=tools /x /x
            FROM run
            FROM other
            COPY --from=run /x /x
            """);
    assertThat(file.basesOfThePlatform("2", Map.of())).containsExactly("jdk:17");
    assertThat(file.basesOfThePlatform(null, Map.of())).containsExactly("jdk:17", "other");
  }

  /** As editors of Windows write it; and a last line that goes on, where nothing follows. */
  @Test
  void aMarkOfItsEncodingAndALineThatGoesOn() {
    Containerfile file = Containerfile.parse("\ufeffFROM a AS b\r\nRUN x \\\r\n\r\n");
    assertThat(file.stages()).containsExactly("b");
    assertThat(file.runsProgramsOfThePlatform(null, "linux/amd64")).isTrue();
  }

  @Test
  void whatRunsOnThePlatform() {
    String cross =
        """
        FROM --platform=$BUILDPLATFORM golang AS tools
        RUN make
        FROM tools AS build
        RUN make
        FROM scratch AS slim
        COPY --from=build /x /x
        """;
    assertThat(Containerfile.parse(cross).runsProgramsOfThePlatform(null, "linux/amd64")).isFalse();
    Containerfile more = Containerfile.parse(cross + "FROM debian\nRUN id\n");
    assertThat(more.runsProgramsOfThePlatform(null, "linux/amd64")).isTrue();
    assertThat(more.runsProgramsOfThePlatform("slim", "linux/amd64")).isFalse();
    assertThat(more.runsProgramsOfThePlatform("2", "linux/amd64")).isFalse();
  }

  /** As people write it who know nothing of BUILDPLATFORM. */
  @Test
  void aStageForThePlatformOfTheMachineRunsThere() {
    Containerfile file =
        Containerfile.parse("FROM --platform=linux/amd64 node AS a\nRUN make\nFROM scratch\n");
    assertThat(file.runsProgramsOfThePlatform(null, "linux/amd64")).isFalse();
    assertThat(file.runsProgramsOfThePlatform(null, "linux/arm64")).isTrue();
  }

  @Test
  void healthOfTheStageThatIsBuilt() {
    Containerfile file =
        Containerfile.parse(
            "FROM a AS one\nHEALTHCHECK --interval=5s CMD x\nFROM a AS two\nHEALTHCHECK NONE\n");
    assertThat(file.hasHealthcheck("one")).isTrue();
    assertThat(file.hasHealthcheck(null)).isFalse();
  }

  @Test
  void labels() {
    Containerfile file =
        Containerfile.parse(
            "FROM a\nLABEL a=b \"c d\"='e f' \\\n  g=h\nLABEL old form of = label\n");
    assertThat(file.labels()).containsExactly("a", "c d", "g", "old");
  }

  /** BuildKit asks for no others. */
  @Test
  void basesOfStagesThatAreNotNeededDoNotCount() {
    Containerfile file =
        Containerfile.parse(
            """
            ARG WHERE=made
            FROM jdk AS jdk
            FROM tools AS debug
            COPY --from=jdk /a /a
            FROM jdk AS made
            RUN --mount=type=bind,from=seeds,target=/s cp /s/a /a
            FROM data AS seeds
            FROM seeds AS linked
            FROM jre AS wanted
            COPY --from=$WHERE /a /a
            COPY --from=4 /a /b
            FROM jre
            COPY --from=$TARGETARCH /a /a
            """);
    assertThat(file.basesOfThePlatform("wanted", Map.of())).containsExactly("jdk", "data", "jre");
    assertThat(file.basesOfThePlatform("made", Map.of())).containsExactly("jdk");
    assertThat(file.basesOfThePlatform("debug", Map.of())).containsExactly("jdk", "tools");
    assertThat(file.basesOfThePlatform(null, Map.of()))
        .containsExactly("jdk", "tools", "data", "jre");
  }
}
