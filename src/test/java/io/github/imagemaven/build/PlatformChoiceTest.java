package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Index;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformChoiceTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "linux/arm/v6 linux/arm/v7              | linux/arm/v7   | 1",
        "linux/arm/v5 linux/arm/v7 linux/arm/v8 | linux/arm      | 1",
        "linux/arm/v6 linux/arm/v5              | linux/arm      | 1",
        "linux/arm/v6                           | linux/arm/v7   | -1",
        "linux/arm                              | linux/arm/v7   | 0",
        "linux/arm                              | linux/arm/v6   | -1",
        "linux/arm64/v8                         | linux/arm64    | 0",
        "linux/arm64                            | linux/arm64/v8 | 0",
        "linux/amd64/v3 linux/amd64/v2          | linux/amd64    | 1",
        "linux/amd64/v3 linux/amd64             | linux/amd64    | 1",
        "linux/amd64 linux/amd64/v2             | linux/amd64/v3 | 0",
        "linux/amd64/v3 linux/amd64             | linux/amd64/v3 | 0",
        "windows/amd64                          | linux/amd64    | -1",
        "linux/amd64 linux/amd64                | linux/amd64    | 0",
        "linux/386                              | linux/amd64    | -1",
      })
  void theExactThenTheLeastDemanding(String had, String wanted, int chosen) {
    List<Descriptor> children = new ArrayList<>();
    for (String platform : had.split(" ")) {
      byte[] content = {(byte) children.size()};
      children.add(
          Descriptor.of(MediaTypes.OCI_MANIFEST, Digest.ofBytes(content), 1)
              .withPlatform(Platform.parse(platform)));
    }
    Index index = new Index(MediaTypes.OCI_INDEX, children, Map.of());
    Optional<Descriptor> expected =
        chosen < 0 ? Optional.empty() : Optional.of(children.get(chosen));
    assertThat(PlatformChoice.choose(index, Platform.parse(wanted))).isEqualTo(expected);
  }
}
