package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.imagemaven.layer.LayerEntry;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.store.OciLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerBuildTest {
  @TempDir Path temp;

  @Test
  void aFileThatCannotBeReadIsNotPutDownToTheDisk() throws IOException {
    Path unreadable = Path.of("/proc/self/mem"); // can be opened, and gives EIO at its beginning
    assumeTrue(Files.isRegularFile(unreadable), "no such file here");
    assumeTrue(
        Files.getFileStore(temp).getUsableSpace() > (64L << 20), "the disk is nearly full indeed");
    LayerEntry entry = new LayerEntry("/mem", new LayerEntry.Content.File(unreadable), 0644, 0, 0);
    OciLayout layout = OciLayout.at(temp.resolve("layout"), "oci:layout");
    LayerBuild build = new LayerBuild(temp, layout, Instant.EPOCH);
    try (Workers workers = new Workers()) {
      build.start(List.of(new LayerPlan("odd", List.of(entry), false)), workers);
      assertThatThrownBy(build::finish)
          .isInstanceOf(EnvironmentException.class)
          .hasMessageContaining("the layer 'odd' could not be written")
          .hasMessageContaining("Input/output error")
          .hasMessageEndingWith("; put that right and run again");
    }
  }
}
