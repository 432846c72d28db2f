package io.github.imagemaven.release;

import java.util.List;

/**
 * What a module's settings say of its tags.
 *
 * @param tag {@code image.tag}, given by hand for this run; blank where none is, as an input of a
 *     workflow that nobody has filled
 * @param pomTag {@code image.tag} as the POM has it; blank where it does not. It names the image
 *     and gives no permission, or a pull request would publish what a POM calls {@code edge}
 * @param extraTags {@code image.extraTags}, patterns
 * @param extraTagsByHand whether they are given for this run, and not by the POM for runs of every
 *     kind
 * @param latestBranch {@code image.latestBranch}; blank for none
 * @param preReleases {@code image.preReleases}
 * @param publish {@code image.publish}, which counts where no CI system says what a run is for
 * @param projectVersion the module's version, which names the image at a desk
 */
public record TagSettings(
    String tag,
    String pomTag,
    List<String> extraTags,
    boolean extraTagsByHand,
    String latestBranch,
    boolean preReleases,
    boolean publish,
    String projectVersion) {
  /** Copies the list. */
  public TagSettings {
    tag = tag.strip();
    pomTag = pomTag.strip();
    extraTags = List.copyOf(extraTags);
  }

  /** What a module has that sets nothing. */
  public static TagSettings ofProject(String version) {
    return new TagSettings("", "", List.of(), false, "main", false, false, version);
  }

  /** What is written, by hand or in the POM; empty where nothing is. */
  String written() {
    return tag.isEmpty() ? pomTag : tag;
  }
}
