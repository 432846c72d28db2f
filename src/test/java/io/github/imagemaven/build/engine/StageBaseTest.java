package io.github.imagemaven.build.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StageBaseTest {
  private static @Nullable String base(String text, @Nullable String target) {
    return Containerfile.parse(text).base(target, Map.of("GIVEN", "3")).orElse(null);
  }

  @Test
  void theLastStageCountsOrTheTarget() {
    String text =
        "FROM golang:1 AS build\nRUN go\nFROM debian:12\nCOPY --from=build a b\nFROM alpine AS c\n";
    assertThat(base(text, null)).isEqualTo("alpine");
    assertThat(base(text, "build")).isEqualTo("golang:1");
    assertThat(base(text, "1")).isEqualTo("debian:12");
  }

  @Test
  void aStageStandsOnOthers() {
    String text = "FROM ghcr.io/acme/jre:17 AS One\nFROM one AS two\nENV A=b\nfrom TWO\nRUN x\n";
    assertThat(base(text, null)).isEqualTo("ghcr.io/acme/jre:17");
    assertThat(base("FROM debian as debian\nFROM debian\n", null)).isEqualTo("debian");
  }

  @Test
  void argumentsArePutIn() {
    assertThat(base("ARG V=1\nARG B=\"x.io/a:$V\"\nFROM --platform=$BUILDPLATFORM $B\n", null))
        .isEqualTo("x.io/a:1");
    assertThat(base("ARG GIVEN=1\nFROM a:${GIVEN}\n", null)).isEqualTo("a:3");
    assertThat(base("FROM a:${V:-7}\n", null)).isEqualTo("a:7");
  }

  /** What a stage declares is of that stage. */
  @Test
  void argumentsOfAStageDoNotCount() {
    assertThat(base("ARG V=1\nFROM a:$V AS a\nARG V=2\nFROM b:$V\n", null)).isEqualTo("b:1");
    assertThat(base("FROM a AS a\nARG V=2\nFROM b:$V\n", null)).isNull();
  }

  @Test
  void someHaveNoneOrOnlyTheEngineKnows() {
    assertThat(base("FROM scratch\nCOPY a b\n", null)).isNull();
    assertThat(base("FROM debian AS a\nFROM scratch\nCOPY --from=a / /\n", null)).isNull();
    assertThat(base("FROM acme/base-$TARGETARCH AS a\nFROM a\n", null)).isNull();
    assertThat(base("RUN x\n", null)).isNull();
  }
}
