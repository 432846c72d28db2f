package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.credentials.Credentials;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Manifest;
import io.github.imagemaven.oci.Reference;
import io.github.imagemaven.registry.RegistryClient;
import io.github.imagemaven.registry.RegistryOptions;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;
import io.github.imagemaven.store.Stores;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A base in a registry: what is asked of it, and what is not. */
class RegistryBaseTest {
  @TempDir Path temp;
  private InProcessRegistry registry;
  private RegistryClient client;
  private Stores stores;
  private TestRequest request;
  private TestBase base;

  @BeforeEach
  void startRegistry() throws Exception {
    registry = InProcessRegistry.start();
    client =
        RegistryClient.create(
            RegistryOptions.defaults(), new Credentials(List.of()), Log.silent(), Progress.none());
    stores = new Stores(client, temp, Log.silent());
    base = TestBase.usual(temp.resolve("base"));
    for (Descriptor child : base.children.subList(0, 2)) {
      var raw = base.layout.manifest(child.digest().toString()).orElseThrow();
      for (Descriptor blob : Manifest.parse(raw).blobs()) {
        try (InputStream stream = base.layout.openBlob(blob)) {
          registry.seedBlob("acme/jre", stream.readAllBytes());
        }
      }
      registry.seedManifest("acme/jre", child.digest().toString(), raw);
    }
    registry.seedManifest("acme/jre", "17", base.layout.manifest(TestBase.TAG).orElseThrow());
    request =
        new TestRequest(temp.resolve("out"), TestApplication.usual(temp.resolve("project")).get());
    request.from = from(":17");
  }

  @AfterEach
  void stopRegistry() {
    client.close();
    registry.close();
  }

  private BaseReference from(String selector) {
    return new BaseReference.InRegistry(
        Reference.parse(registry.repository("acme/jre") + selector));
  }

  @Test
  void manifestsAndConfigsAreReadAndNoLayer() throws Exception {
    request.labels.put("org.opencontainers.image.base.name", ""); // a layout's is not said either
    BuiltImage image = request.build(stores::open);

    List<RecordedRequest> contents =
        registry.requests(r -> r.path().contains("/manifests/") || r.path().contains("/blobs/"));
    assertThat(contents).hasSize(5).allMatch(r -> r.method().equals("GET"));
    assertThat(image.record.absent()).hasSize(2);
    assertThat(image.record.baseStore()).isEqualTo(registry.repository("acme/jre").toString());
    assertThat(image.record.base()).isEqualTo(registry.repository("acme/jre") + ":17");

    request.from = base.reference();
    assertThat(request.build().record.requireIndex()).isEqualTo(image.record.requireIndex());
  }

  @Test
  void aFullLayoutHasTheLayersToo() throws Exception {
    request.fullLayout = true;
    BuiltImage image = request.build(stores::open);
    assertThat(image.record.absent()).isEmpty();
    assertThat(image.layout.hasBlob(image.manifest(1).layers().get(0))).isTrue();
    assertThat(registry.requests(r -> r.path().contains("/blobs/"))).hasSize(4);
  }

  @Test
  void aBaseLayerIsFetchedOnceForManyModules() throws Exception {
    request.fullLayout = true;
    request.build(stores::open);
    TestRequest second = new TestRequest(temp.resolve("second"), request.application);
    second.from = request.from;
    second.fullLayout = true;
    assertThat(second.build(stores::open).record.absent()).isEmpty();
    assertThat(registry.requests(r -> r.path().contains("/blobs/"))).hasSize(6); // configs again
  }

  @Test
  void aLibraryAsksNothing() {
    request.application = new TestApplication(temp.resolve("library")).get();
    assertThatThrownBy(() -> request.build(stores::open)).isInstanceOf(NoMainClassException.class);
    assertThat(registry.requests()).isEmpty();
    assertThat(temp.resolve("out")).doesNotExist();
  }

  @Test
  void anUnknownTagIsNamed() {
    request.from = from(":18");
    assertThatThrownBy(() -> request.build(stores::open))
        .isInstanceOf(PlatformBuildException.class)
        .hasMessageContaining("there is no base " + registry.repository("acme/jre") + ":18");
  }

  @Test
  void aConfigWithOtherBytesIsNotBuiltUpon() {
    registry.faultOnAll(
        r -> r.method().equals("GET") && r.path().contains("/blobs/"),
        Fault.alter(answer -> answer.body("{}")));
    assertThatThrownBy(() -> request.build(stores::open))
        .hasMessageContaining(registry.repository("acme/jre").host());
    assertThat(temp.resolve("out/build.json")).doesNotExist();
  }
}
