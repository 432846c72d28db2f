package io.github.imagemaven.build.engine;

import io.github.imagemaven.oci.Platform;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Containerfile, read as far as it must be known before an engine is started: what it needs of
 * the engine and the machine, and which images it names. What is wrong with it the engine says.
 *
 * <p>Source: <a href="https://docs.docker.com/reference/dockerfile/">Dockerfile reference</a>.
 */
public final class Containerfile {
  private static final Pattern SECRET = Pattern.compile("(?:^|,)type=secret(?:,|$)");
  private static final Pattern SECRET_ID = Pattern.compile("(?:^|,)id=([^,]+)");

  private final List<Instruction> instructions;
  private final String syntax;

  private Containerfile(List<Instruction> instructions, String syntax) {
    this.instructions = instructions;
    this.syntax = syntax;
  }

  /** Reads one. */
  public static Containerfile parse(String text) {
    InstructionReader reader = new InstructionReader(text);
    return new Containerfile(reader.instructions(), reader.syntax());
  }

  /** Whether it says what BuildKit is to fetch and have it read by: {@code # syntax=…}. */
  public boolean namesItsSyntax() {
    return !syntax.isEmpty();
  }

  /** The line of the first here-document; 0 where there is none. */
  public int heredocLine() {
    return instructions.stream()
        .filter(each -> !each.heredocs().isEmpty())
        .mapToInt(Instruction::line)
        .findFirst()
        .orElse(0);
  }

  /**
   * Whether programs of the platform that is built run while it is built, in a stage up to the
   * target's. Stages of {@code --platform=$BUILDPLATFORM}, or of the machine's by its name, run
   * what the machine runs by itself.
   *
   * @param target null for the last stage
   * @param own the machine's platform
   */
  public boolean runsProgramsOfThePlatform(@Nullable String target, String own) {
    Set<String> nativeStages = new LinkedHashSet<>();
    boolean isNative = false;
    for (Instruction each : upTo(target)) {
      if (each.keyword().equals("FROM")) {
        List<String> words = each.operands();
        String from = words.isEmpty() ? "" : words.get(0).toLowerCase(Locale.ROOT);
        String platform = each.flag("platform");
        isNative =
            platform.contains("BUILDPLATFORM")
                || platform.equals(own)
                || nativeStages.contains(from);
        if (isNative) {
          stageName(each).ifPresent(nativeStages::add);
        }
      } else if (each.keyword().equals("RUN") && !isNative) {
        return true;
      }
    }
    return false;
  }

  /**
   * The line of the first image that buildah and podman take for another platform than the one that
   * is built, since a stage before it has one of its own; 0 where there is none.
   *
   * @param target null for the last stage
   * @param built the platforms that are built
   * @param buildPlatform what {@code BUILDPLATFORM} is; empty where the engine does not know it
   * @param buildArgs values of its arguments
   */
  public int lineOfAnotherPlatform(
      @Nullable String target,
      List<Platform> built,
      String buildPlatform,
      Map<String, String> buildArgs) {
    return new StagePlatforms(built, buildPlatform, buildArgs).line(upTo(target));
  }

  /** Whether the stage that is built says itself how the health of its containers is checked. */
  public boolean hasHealthcheck(@Nullable String target) {
    boolean has = false;
    for (Instruction each : upTo(target)) {
      if (each.keyword().equals("FROM")) {
        has = false;
      } else if (each.keyword().equals("HEALTHCHECK")) {
        List<String> words = each.operands();
        has = !words.isEmpty() && !words.get(0).equalsIgnoreCase("NONE");
      }
    }
    return has;
  }

  /** The labels that it sets, by their keys. */
  public Set<String> labels() {
    Set<String> keys = new LinkedHashSet<>();
    for (Instruction each : instructions) {
      if (each.keyword().equals("LABEL")) {
        List<String> words = each.words();
        boolean isOldForm = !words.isEmpty() && words.get(0).indexOf('=') < 0;
        for (String word : isOldForm ? words.subList(0, 1) : words) {
          keys.add(word.replaceFirst("=.*", "").replaceAll("[\"']", ""));
        }
      }
    }
    return keys;
  }

  /** The names of the arguments that it declares. */
  public Set<String> arguments() {
    Set<String> names = new LinkedHashSet<>();
    instructions.stream()
        .filter(each -> each.keyword().equals("ARG"))
        .flatMap(each -> each.operands().stream())
        .forEach(word -> names.add(word.replaceFirst("=.*", "")));
    return names;
  }

  /** The ids of the secrets that its steps read. */
  public Set<String> secrets() {
    Set<String> ids = new LinkedHashSet<>();
    instructions.stream()
        .filter(each -> each.keyword().equals("RUN"))
        .flatMap(each -> each.flags("mount").stream())
        .filter(mount -> SECRET.matcher(mount).find())
        .map(SECRET_ID::matcher)
        .filter(Matcher::find)
        .forEach(id -> ids.add(id.group(1)));
    return ids;
  }

  /**
   * The names of its stages, in lower case as engines compare them; a stage without is left out.
   */
  public List<String> stages() {
    return instructions.stream()
        .filter(each -> each.keyword().equals("FROM"))
        .flatMap(each -> stageName(each).stream())
        .toList();
  }

  /** Whether there is such a stage, by name or by number. */
  public boolean hasStage(String target) {
    long count = instructions.stream().filter(each -> each.keyword().equals("FROM")).count();
    return stages().contains(target.toLowerCase(Locale.ROOT))
        || (target.matches("[0-9]{1,4}") && Integer.parseInt(target) < count);
  }

  /**
   * The image that what is built for the target stands on, be it by way of other stages, as it is
   * written, with arguments put in; empty where it is {@code scratch}, or only the engine knows.
   *
   * @param target null for the last stage
   * @param buildArgs values of its arguments
   */
  public Optional<String> base(@Nullable String target, Map<String, String> buildArgs) {
    return StageBase.of(upTo(target), buildArgs);
  }

  /**
   * The images that it names as a base or to copy from, as they are written, with arguments put in.
   * Of one whose name only the engine knows, such as {@code ghcr.io/acme/base-$TARGETARCH}, as much
   * as tells its registry; it is left out where nothing does.
   *
   * @param buildArgs values of its arguments
   */
  public Set<String> images(Map<String, String> buildArgs) {
    return new NamedImages(stages(), buildArgs).of(instructions, each -> true);
  }

  /**
   * The images that the stages that the target needs are built on without saying of which platform.
   *
   * @param target null for the last stage
   * @param buildArgs values of its arguments
   */
  public Set<String> basesOfThePlatform(@Nullable String target, Map<String, String> buildArgs) {
    return new NamedImages(stages(), buildArgs)
        .of(
            NeededStages.of(upTo(target), buildArgs),
            each -> each.keyword().equals("FROM") && each.flag("platform").isEmpty());
  }

  /**
   * What it is to be read by, {@code docker/dockerfile:1} of {@code # syntax=…}; empty where it
   * does not say so.
   */
  public String syntax() {
    return syntax;
  }

  static Optional<String> stageName(Instruction from) {
    List<String> words = from.operands();
    return words.size() == 3 && words.get(1).equalsIgnoreCase("AS")
        ? Optional.of(words.get(2).toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  /** What is built for the target: everything up to the end of its stage. */
  private List<Instruction> upTo(@Nullable String target) {
    List<Instruction> wanted = new ArrayList<>();
    boolean isFound = false;
    int number = -1;
    for (Instruction each : instructions) {
      if (each.keyword().equals("FROM")) {
        if (isFound) {
          break;
        }
        number++;
        String name = stageName(each).orElse("");
        isFound =
            target != null
                && (name.equals(target.toLowerCase(Locale.ROOT))
                    || target.equals(String.valueOf(number)));
      }
      wanted.add(each);
    }
    return wanted;
  }
}
