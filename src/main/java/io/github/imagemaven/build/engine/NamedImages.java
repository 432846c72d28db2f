package io.github.imagemaven.build.engine;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which images a Containerfile names. A {@code FROM} knows the arguments that stand before the
 * first one, whatever a stage calls by their names, and the stages before it: {@code FROM node AS
 * node} is built on an image.
 */
final class NamedImages {
  private static final Pattern MOUNT_FROM = Pattern.compile("(?:^|,)from=([^,]+)");

  private final List<String> stages;
  private final Map<String, String> buildArgs;
  private final Set<String> images = new LinkedHashSet<>();

  /**
   * @param stages all of them, in lower case
   * @param buildArgs values of its arguments
   */
  NamedImages(List<String> stages, Map<String, String> buildArgs) {
    this.stages = stages;
    this.buildArgs = buildArgs;
  }

  /**
   * In the order in which they are named.
   *
   * @param wanted whether an instruction's images count
   */
  Set<String> of(List<Instruction> instructions, Predicate<Instruction> wanted) {
    Arguments outside = new Arguments(buildArgs);
    Arguments inside = outside;
    Set<String> before = new HashSet<>();
    for (Instruction each : instructions) {
      List<String> words = each.operands();
      boolean isWanted = wanted.test(each);
      switch (each.keyword()) {
        case "ARG" -> words.forEach(inside::declare);
        case "FROM" -> {
          add(words.isEmpty() || !isWanted ? "" : words.get(0), outside, before);
          Containerfile.stageName(each).ifPresent(before::add);
          inside = outside.copy();
        }
        case "COPY", "ADD" -> add(isWanted ? each.flag("from") : "", inside, stages);
        case "RUN" -> {
          for (String mount : each.flags("mount")) {
            add(isWanted ? from(mount) : "", inside, stages);
          }
        }
        default -> {}
      }
    }
    return images;
  }

  /** The image or stage that a step's mount is of; empty where it is of none. */
  static String from(String mount) {
    Matcher from = MOUNT_FROM.matcher(mount);
    return from.find() ? from.group(1) : "";
  }

  private void add(String written, Arguments arguments, Collection<String> noImages) {
    @Nullable String image = arguments.putIntoImage(written);
    if (image != null
        && !image.isEmpty()
        && !image.equals("scratch")
        && !noImages.contains(image.toLowerCase(Locale.ROOT))
        && !image.matches("[0-9]+")) {
      images.add(image);
    }
  }
}
