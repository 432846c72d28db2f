package io.github.imagemaven.publish;

import io.github.imagemaven.oci.Transfer;
import io.github.imagemaven.report.Figures;

/** The line of a destination at the end of a run. */
final class DeliverySummary {
  private DeliverySummary() {}

  static String of(Delivery delivery) {
    String took = Figures.tenths(delivery.seconds()) + " s";
    String moved = String.join(", ", delivery.tags());
    String tags = moved.isEmpty() ? "the image without a tag" : moved;
    String kept = String.join(", ", delivery.kept().keySet());
    String left = kept.isEmpty() ? "" : "; not moved: " + kept;
    if (delivery.isDone() && delivery.bytes(Transfer.UPLOADED) == 0) {
      return delivery.name() + ": " + tags + " unchanged (" + took + ")" + left;
    }
    return "%s: %s (%s sent, %s mounted, %s there already, %s)%s"
        .formatted(
            delivery.name(),
            tags,
            Figures.bytes(delivery.bytes(Transfer.UPLOADED)),
            Figures.bytes(delivery.bytes(Transfer.MOUNTED)),
            Figures.bytes(delivery.bytes(Transfer.PRESENT)),
            took,
            left);
  }
}
