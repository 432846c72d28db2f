package io.github.imagemaven.mojo;

import io.github.imagemaven.release.ReleaseTags;
import java.util.List;

/** What a module's settings alone say of its tags, whatever started the run. */
final class StatedTags {
  private StatedTags() {}

  /**
   * The tags.
   *
   * @throws io.github.imagemaven.report.ConfigurationException where one is malformed
   */
  static ReleaseTags of(Settings settings) {
    boolean publish = settings.flag("publish");
    return new ReleaseTags(
        settings.text("tag"),
        TagList.of(settings),
        List.of(),
        TagList.release(settings),
        publish,
        false,
        publish
            ? "Registries are published to, since image.publish is true."
            : "Registries are published to with image.publish=true alone.",
        List.of());
  }
}
