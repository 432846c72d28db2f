package io.github.imagemaven.mojo;

import io.github.imagemaven.load.Loaded;
import io.github.imagemaven.report.Figures;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What {@code image:build} says in the end. */
final class DeskLines {
  private DeskLines() {}

  /**
   * The lines.
   *
   * @param layout where the image is
   * @param elapsed since the goal began
   */
  static List<String> of(Loaded loaded, Path layout, Duration elapsed) {
    String where = loaded.name() + " for " + loaded.platform();
    return switch (loaded.outcome()) {
      case NOWHERE ->
          List.of(
              loaded.name() + " was not loaded: " + loaded.reason(),
              "  it is in   oci:" + layout + " (with its base layers: -Dimage.layout=full)");
      case PRESENT ->
          List.of(
              where + " is in " + loaded.engine() + " already: nothing was loaded", run(loaded));
      case NAMED ->
          List.of(
              where + " is in " + loaded.engine() + " already and has this name now", run(loaded));
      case SENT ->
          List.of(
              "Loaded " + where + " into " + loaded.engine(),
              "  bytes      "
                  + Figures.bytes(loaded.sent())
                  + " sent, "
                  + Figures.bytes(loaded.held())
                  + " there already, "
                  + Figures.seconds(elapsed),
              run(loaded));
    };
  }

  private static String run(Loaded loaded) {
    return "  run it     " + loaded.runLine();
  }
}
