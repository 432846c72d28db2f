package io.github.imagemaven.build.engine;

import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.report.ConfigurationException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Where buildah and podman take another platform's image than the one that is built: once a stage
 * has been of a platform of its own, {@code FROM --platform=$BUILDPLATFORM}, every image after it
 * that is named without one is of that platform too. The result still says that it is of the one
 * that was asked for. Seen of buildah 1.28 and 1.39, podman 4.3 and 5.4.
 */
final class StagePlatforms {
  private final List<Platform> built;
  private final String buildPlatform;
  private final Arguments arguments;

  /** Of stages so far; a number is one, too. */
  private final Set<String> names = new HashSet<>();

  private int stages;
  private boolean isAnothers;
  private boolean isSaid;

  /**
   * @param built the platforms that are built
   * @param buildPlatform what {@code BUILDPLATFORM} is; empty where the engine does not know it
   * @param buildArgs values of arguments
   */
  StagePlatforms(List<Platform> built, String buildPlatform, Map<String, String> buildArgs) {
    this.built = built;
    this.buildPlatform = buildPlatform;
    this.arguments = new Arguments(buildArgs);
    if (!buildPlatform.isEmpty()) {
      arguments.declare("BUILDPLATFORM=" + buildPlatform);
    }
  }

  /** The line of the first such image; 0 where there is none. */
  int line(List<Instruction> instructions) {
    for (Instruction each : instructions) {
      boolean isTaken =
          switch (each.keyword()) {
            case "FROM" -> isFromTaken(each);
            case "COPY", "ADD" -> isTaken(each.flag("from"));
            case "RUN" ->
                each.flags("mount").stream().map(NamedImages::from).anyMatch(this::isTaken);
            default -> false;
          };
      if (isTaken) {
        return each.line();
      }
      if (each.keyword().equals("ARG") && stages == 0) {
        each.operands().forEach(arguments::declare);
      }
    }
    return 0;
  }

  private boolean isFromTaken(Instruction from) {
    String platform = from.flag("platform");
    isSaid = !platform.isEmpty();
    List<String> words = from.operands();
    boolean isTaken = !words.isEmpty() && isTaken(words.get(0));
    isAnothers |= isSaid && isOfAnother(platform);
    names.add(String.valueOf(stages++));
    Containerfile.stageName(from).ifPresent(names::add);
    return isTaken;
  }

  private boolean isTaken(String written) {
    String image = arguments.putInto(written);
    boolean isImage =
        image == null || !(image.isEmpty() || image.equals("scratch") || isStage(image));
    return isAnothers && !isSaid && isImage;
  }

  private boolean isStage(String image) {
    return names.contains(image.toLowerCase(Locale.ROOT));
  }

  /** Whether it is not that of everything that is built; what is made of the target's is. */
  private boolean isOfAnother(String written) {
    if (written.contains("TARGET")) {
      return false;
    }
    String value = arguments.putInto(written);
    String platform = value == null ? buildPlatform : value;
    if (platform.isEmpty()) {
      return false;
    }
    try {
      Platform own = Platform.parse(platform);
      return !built.stream().allMatch(own::satisfies);
    } catch (ConfigurationException e) {
      return true;
    }
  }
}
