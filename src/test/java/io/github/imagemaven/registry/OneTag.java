package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * For tests: a tag, and three images that it may name; a registry that drops tags, and a client.
 */
abstract class OneTag {
  static final String TAG = "1.2.3";
  static final Predicate<RecordedRequest> PUT = RecordedRequest.manifestPut(TAG);
  static final Predicate<RecordedRequest> HEAD = RecordedRequest.of("HEAD", "/manifests/" + TAG);
  static final Predicate<RecordedRequest> DELETE =
      RecordedRequest.of("DELETE", "/manifests/" + TAG);

  final InProcessRegistry registry = InProcessRegistry.start().deletesTags(true);
  final RepositoryName app = registry.repository("acme/app");
  final RawManifest before = Kit.Image.of("before").index();
  final RawManifest ours = Kit.Image.of("ours").index();
  final RawManifest theirs = Kit.Image.of("theirs").index();
  final HostLimits limits = HostLimits.own();
  final Kit kit;
  final Repository repository;

  /**
   * @param kit the client, which is to have these limits
   */
  OneTag(Function<HostLimits, Kit> kit) {
    this.kit = kit.apply(limits);
    this.repository = this.kit.client.destination(app);
  }

  /** Everything is there by digest; each may be named. */
  @BeforeEach
  final void seed() {
    for (String image : List.of("before", "ours", "theirs")) {
      RawManifest child = Kit.Image.of(image).manifest();
      registry.seedManifest("acme/app", child.digest().toString(), child);
    }
  }

  @AfterEach
  final void stop() {
    kit.close();
    registry.close();
  }

  /** Without a request. */
  final void names(RawManifest manifest) {
    registry.seedManifest("acme/app", TAG, manifest);
  }

  final void assertNames(RawManifest manifest) {
    assertThat(registry.tags("acme/app")).containsEntry(TAG, manifest.digest());
  }

  final int count(Predicate<RecordedRequest> which) {
    return registry.requests(which).size();
  }

  final void refuseOnce(Predicate<RecordedRequest> request) {
    registry.faultOn(request, 1, Fault.status(429));
  }
}
