package io.github.imagemaven.build;

import io.github.imagemaven.layer.Layer;
import io.github.imagemaven.layer.LayerInputs;
import io.github.imagemaven.layer.LayerMemo;
import io.github.imagemaven.layer.LayerWriter;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.store.OciLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

/**
 * Writes an application's layers into a layout, each on a thread of its own. They are the same for
 * every platform, and in both formats but for the media type. A layer whose inputs have not changed
 * since the last build is not written again.
 */
final class LayerBuild {
  /** Beside the layout: which inputs made which layer. May be deleted at any time. */
  static final String MEMO = "layers.json";

  /** The time of jars, whatever is built: nobody reads it, and so their layers stay the same. */
  private static final Instant JAR_TIME = Instant.ofEpochSecond(1);

  /** With less room than this a failed write is put down to the disk. */
  private static final long LITTLE = 16L << 20;

  private final OciLayout layout;
  private final LayerMemo memo;
  private final Instant modified;
  private final List<Future<Layer>> tasks = new ArrayList<>();

  /**
   * @param directory holds the memo
   * @param modified the time of all files but jars
   */
  LayerBuild(Path directory, OciLayout layout, Instant modified) throws IOException {
    this.layout = layout;
    this.memo = LayerMemo.read(directory.resolve(MEMO));
    this.modified = modified;
  }

  /** Starts writing. */
  void start(List<LayerPlan> plans, Workers workers) {
    plans.forEach(plan -> tasks.add(workers.compute(() -> build(plan))));
  }

  /** Waits for all layers; they are in the plans' order. */
  List<Layer> finish() throws IOException {
    List<Layer> layers = Futures.all(tasks);
    memo.save();
    return layers;
  }

  private Layer build(LayerPlan plan) throws IOException {
    Instant time = plan.jarsOnly() ? JAR_TIME : modified;
    LayerInputs inputs = LayerInputs.of(plan.entries(), time);
    Layer known = memo.find(inputs, plan.name(), MediaTypes.OCI_LAYER_GZIP);
    if (known != null && layout.hasBlob(known.descriptor())) {
      return known;
    }
    Layer layer = write(plan, time);
    memo.remember(inputs, LayerInputs.of(plan.entries(), time), layer);
    return layer;
  }

  private Layer write(LayerPlan plan, Instant time) throws IOException {
    Path file = layout.temporaryFile();
    try {
      Layer layer =
          new LayerWriter(time).write(plan.name(), plan.entries(), MediaTypes.OCI_LAYER_GZIP, file);
      layout.adopt(file, layer.descriptor());
      return layer;
    } catch (IOException e) {
      throw new EnvironmentException(
          "the layer '"
              + plan.name()
              + "' could not be written to "
              + layout.directory()
              + ": "
              + e
              + advice(layout.directory()),
          e);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** A full disk is named where it looks like one; else the cause speaks for itself. */
  private static String advice(Path directory) throws IOException {
    long free = Files.getFileStore(directory).getUsableSpace();
    return free < LITTLE
        ? "; only " + free + " bytes are free on that disk: make room there and run again"
        : "; put that right and run again";
  }
}
