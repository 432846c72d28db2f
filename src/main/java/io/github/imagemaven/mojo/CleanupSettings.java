package io.github.imagemaven.mojo;

import io.github.imagemaven.cleanup.VendorHosts;
import io.github.imagemaven.report.Problems;
import java.time.Duration;
import java.util.Map;

/**
 * How a module's repositories are cleaned up.
 *
 * @param skip whether nothing of the module is
 * @param before whether what is displaced goes before the tags move, and not when they have
 * @param minAge how old what no publication of this run displaced must be at least
 * @param keep how many of the images displaced last stay
 * @param failOnError whether a clean-up that fails fails the build
 * @param vendors hosts that are cleaned up by an API of their own
 */
record CleanupSettings(
    boolean skip,
    boolean before,
    Duration minAge,
    int keep,
    boolean failOnError,
    VendorHosts vendors) {
  private static final int MOST_KEPT = 1000;

  /**
   * Reads them.
   *
   * @param environment by which GitHub Enterprise says where it is
   * @throws io.github.imagemaven.report.ImageException where one is malformed
   */
  static CleanupSettings of(Settings settings, Map<String, String> environment) {
    Problems problems = new Problems();
    boolean skip = problems.orElse(() -> settings.flag("cleanup.skip"), false);
    String order =
        problems.orElse(() -> settings.oneOf("cleanup.order", "after", "before"), "after");
    Duration minAge = problems.orElse(() -> settings.duration("cleanup.minAge"), Duration.ZERO);
    int keep = problems.orElse(() -> settings.number("cleanup.keep", 0, MOST_KEPT), 0);
    boolean failOnError = problems.orElse(() -> settings.flag("cleanup.failOnError"), false);
    VendorHosts vendors = problems.orNull(() -> VendorHosts.of(environment, githubOf(settings)));
    problems.throwIfAny();
    if (vendors == null) {
      throw new IllegalStateException("a problem was found and not thrown");
    }
    return new CleanupSettings(skip, order.equals("before"), minAge, keep, failOnError, vendors);
  }

  private static String githubOf(Settings settings) {
    return String.join(",", settings.list("cleanup.github"));
  }
}
