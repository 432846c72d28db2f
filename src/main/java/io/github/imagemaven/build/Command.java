package io.github.imagemaven.build;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a container runs. The single word {@code INHERIT} stands for what the base has, as in Jib.
 * An entry point of ours drops the base's arguments, which were made for the base's entry point.
 *
 * @param entrypoint null to keep the base's
 * @param args null where we set none
 * @param keepsBaseArgs whether the base's arguments stay where we set none
 */
record Command(
    @Nullable List<String> entrypoint, @Nullable List<String> args, boolean keepsBaseArgs) {
  private static final List<String> INHERIT = List.of("INHERIT");

  /**
   * Decides.
   *
   * @param planned of the application; used where the settings have no entry point
   */
  static Command of(ContainerSettings settings, @Nullable List<String> planned) {
    List<String> entrypoint = isNone(settings.entrypoint()) ? planned : settings.entrypoint();
    boolean inherits = entrypoint == null || entrypoint.equals(INHERIT);
    List<String> args = settings.args();
    boolean inheritsArgs = INHERIT.equals(args);
    return new Command(
        inherits ? null : entrypoint,
        isNone(args) || inheritsArgs ? null : args,
        inherits || inheritsArgs);
  }

  /** Whether the settings leave the entry point to the application. */
  static boolean isPlanned(ContainerSettings settings) {
    return isNone(settings.entrypoint());
  }

  private static boolean isNone(@Nullable List<String> words) {
    return words == null || words.isEmpty();
  }
}
