package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import org.junit.jupiter.api.Test;

/** A client of a run that is asked to end. */
class EndedDeletionsTest {
  @Test
  void noDeletionIsSentAndAllElseIs() {
    RawManifest manifest = Kit.Image.of("deletion").manifest();
    try (InProcessRegistry registry = InProcessRegistry.start();
        Kit kit = Kit.anonymous()) {
      registry.deletesTags(true);
      registry.seedManifest("acme/app", "1", manifest);
      registry.seedManifest("acme/app", "2", manifest);
      Repository repository = kit.at(registry.repository("acme/app"));
      assertThat(repository.deleteTag("1", manifest.digest())).isTrue();
      registry.forgetRequests();
      kit.client.endDeletions();
      assertThatThrownBy(() -> repository.deleteTag("2", manifest.digest()))
          .isInstanceOf(RegistryException.class)
          .hasMessage("the run was interrupted, and nothing more is deleted")
          .satisfies(e -> assertThat(((RegistryException) e).isInDoubt()).isFalse());
      assertThat(registry.requests(RecordedRequest.of("DELETE", ""))).isEmpty();
      assertThat(kit.infos).isEmpty(); // no other attempt
      assertThat(repository.headManifest("2")).isPresent();
    }
  }
}
