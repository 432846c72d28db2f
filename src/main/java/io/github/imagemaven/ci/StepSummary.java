package io.github.imagemaven.ci;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.imagemaven.ci.ImageReport.FailedReport;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Tag;
import io.github.imagemaven.publish.PublicationRecord.KeptTag;
import io.github.imagemaven.report.Figures;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The run for people, in Markdown.
 *
 * <p>Source: <a
 * href="https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#adding-a-job-summary">
 * workflow commands, adding a job summary</a>: 1 MiB a step, and of a longer one GitHub shows
 * nothing. Hence layers are left out first, then images, and a line says so.
 */
final class StepSummary {
  private static final int MOST = 1024 * 1024;

  private StepSummary() {}

  /**
   * @param used how many bytes of the step's summary others have written
   */
  static String of(RunReport report, long used) {
    String whole = text(report, report.images(), true);
    if (fits(whole, used)) {
      return whole;
    }
    int shown = report.images().size();
    String text = text(report, report.images(), false);
    while (!fits(text, used) && shown > 0) {
      shown /= 2;
      text = text(report, report.images().subList(0, shown), false);
    }
    return fits(text, used) ? text : "";
  }

  private static boolean fits(String text, long used) {
    return used + text.getBytes(UTF_8).length <= MOST;
  }

  private static String text(RunReport report, List<ImageReport> shown, boolean layers) {
    StringBuilder text = new StringBuilder("## Container images\n\n");
    if (!report.why().isEmpty()) {
      text.append(Markdown.text(report.why())).append("\n\n");
    }
    shown.forEach(image -> append(text, image, layers));
    int left = report.images().size() - shown.size();
    if (left > 0) {
      text.append(left).append(" more are left out: GitHub shows 1 MiB at most.\n\n");
    } else if (!layers) {
      text.append("The layers are left out: GitHub shows 1 MiB at most.\n\n");
    }
    text.append("**Sent** ").append(Figures.bytes(report.uploadedBytes()));
    text.append(", **reused** ").append(Figures.bytes(report.reusedBytes())).append(".\n\n");
    return text.toString();
  }

  private static void append(StringBuilder text, ImageReport image, boolean layers) {
    text.append("### ").append(Markdown.code(image.name())).append("\n\n");
    text.append(image.published() ? "" : notPublished(image));
    text.append(
        image.platforms().stream()
            .map(each -> Markdown.code(each.platform().toString()))
            .collect(Collectors.joining(", ")));
    Digest digest = image.digest();
    text.append(digest == null ? "" : " as " + Markdown.code(digest.toString())).append("\n\n");
    appendDestinations(text, image);
    appendKept(text, image);
    appendPulls(text, image);
    text.append(CleanupSection.of(image.cleanup()));
    if (layers) {
      appendLayers(text, image);
    }
  }

  private static String notPublished(ImageReport image) {
    if (image.isUploaded()) {
      return "**Uploaded, and not named**: `image:manifest` joins it with other platforms. ";
    }
    return image.isByDigestAlone()
        ? "**No tag was moved**: the image is in its destinations by its digest alone. "
        : "**Not published.** ";
  }

  private static void appendDestinations(StringBuilder text, ImageReport image) {
    if (image.destinations().isEmpty() && image.failed().isEmpty()) {
      return;
    }
    text.append("| Destination | Tags | Digest | Sent | Reused |\n|---|---|---|---:|---:|\n");
    for (DestinationReport each : image.destinations()) {
      Digest digest = each.digest();
      row(
          text,
          Markdown.code(each.repository()),
          each.tags().stream().map(Markdown::code).collect(Collectors.joining(" ")),
          digest == null ? "" : Markdown.code(digest.toString()),
          Figures.bytes(each.uploadedBytes()),
          Figures.bytes(each.reusedBytes()));
    }
    for (FailedReport each : image.failed()) {
      String reason = "**not published**: " + Markdown.text(each.reason());
      row(text, Markdown.code(each.repository()), reason, "", "", "");
    }
    text.append('\n');
  }

  private static void appendKept(StringBuilder text, ImageReport image) {
    for (KeptTag each : image.kept()) {
      text.append("- ").append(Markdown.code(each.tag())).append(" was **not moved**: ");
      text.append(Markdown.text(each.reason())).append('\n');
    }
    text.append(image.kept().isEmpty() ? "" : "\n");
  }

  private static void row(StringBuilder text, String... cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  /** Only what can be nothing but a reference: people put it into their shells. */
  private static void appendPulls(StringBuilder text, ImageReport image) {
    String commands =
        image.destinations().stream()
            .filter(each -> !each.isLayout() && !each.tags().isEmpty())
            .filter(each -> Tag.isValid(each.tags().get(0)))
            .map(each -> "docker pull " + each.repository() + ":" + each.tags().get(0) + "\n")
            .collect(Collectors.joining());
    if (!commands.isEmpty()) {
      text.append("```sh\n").append(commands).append("```\n\n");
    }
  }

  private static void appendLayers(StringBuilder text, ImageReport image) {
    if (image.platforms().stream().allMatch(each -> each.layers().isEmpty())) {
      return;
    }
    text.append("<details><summary>Layers</summary>\n\n");
    text.append("| Platform | Layer | Size |\n|---|---|---:|\n");
    for (PlatformReport platform : image.platforms()) {
      String name = Markdown.code(platform.platform().toString());
      for (PlatformReport.Layer layer : platform.layers()) {
        row(text, name, Markdown.code(layer.name()), Figures.bytes(layer.bytes()));
      }
      row(text, name, "**together**", "**" + Figures.bytes(platform.bytes()) + "**");
    }
    text.append("\n</details>\n\n");
  }
}
