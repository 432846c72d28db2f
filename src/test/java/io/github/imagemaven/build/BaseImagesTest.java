package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.oci.BlobSource;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Index;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.Reference;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.oci.Transfer;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.store.ImageStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseImagesTest {
  private static final Platform AMD64 = Platform.parse("linux/amd64");

  @TempDir Path temp;
  private final TestRequest.Lines log = new TestRequest.Lines();
  private final ConcurrentMap<String, Future<Map.Entry<String, byte[]>>> session =
      new ConcurrentHashMap<>();

  /** A registry's repository with a layout's content, which writes down what it is asked for. */
  private static class Recorded implements ImageStore {
    private final ImageStore content;
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    Recorded(ImageStore content) {
      this.content = content;
    }

    @Override
    public String name() {
      return "registry.example/acme/jre";
    }

    @Override
    public Optional<Descriptor> resolve(String selector) throws IOException {
      return content.resolve(selector);
    }

    @Override
    public Optional<RawManifest> manifest(String selector) throws IOException {
      asked.add(selector);
      return content.manifest(selector);
    }

    @Override
    public boolean hasBlob(Descriptor blob) throws IOException {
      return content.hasBlob(blob);
    }

    @Override
    public InputStream openBlob(Descriptor blob) throws IOException {
      asked.add(blob.digest().toString());
      return content.openBlob(blob);
    }

    @Override
    public Transfer putBlob(
        Descriptor blob, BlobSource source, Collection<RepositoryName> mountFrom) {
      throw new AssertionError("a base is only read");
    }

    @Override
    public void putManifest(RawManifest manifest) {
      throw new AssertionError("a base is only read");
    }

    @Override
    public boolean tag(String tag, RawManifest manifest, @Nullable Digest seen) {
      throw new AssertionError("a base is only read");
    }

    @Override
    public Withdrawal withdraw(String tag, Digest moved) {
      throw new AssertionError("a base is only read");
    }
  }

  private BaseImages images(ImageStore store) {
    return new BaseImages(name -> store, new BaseCache(session), log);
  }

  private static BaseReference registry(String reference) {
    return new BaseReference.InRegistry(Reference.parse("registry.example/acme/jre" + reference));
  }

  @Test
  void oneRequestATagHoweverManyModules() throws Exception {
    TestBase base = TestBase.usual(temp);
    Recorded store = new Recorded(base.layout);
    ExecutorService modules = Executors.newFixedThreadPool(8);
    List<Callable<PlatformBase>> builds = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      builds.add(
          () -> {
            BaseImages images = images(store);
            return images.find(images.resolve(registry(":17")), AMD64);
          });
    }
    for (Future<PlatformBase> build : modules.invokeAll(builds)) {
      assertThat(build.get().layers()).hasSize(1);
    }
    modules.shutdown();
    assertThat(store.asked).hasSize(3).contains("17").doesNotHaveDuplicates();

    RawManifest before = base.layout.manifest("17").orElseThrow();
    base.add("linux/s390x", config -> {});
    base.finish();
    assertThat(images(store).resolve(registry(":17")).digest()).isEqualTo(before.digest());
  }

  @Test
  void aFailureIsNotRemembered() throws IOException {
    TestBase base = new TestBase(temp);
    Recorded store = new Recorded(base.layout);
    base.add("linux/amd64", config -> {});
    assertThatThrownBy(() -> images(store).resolve(registry(":17")))
        .isInstanceOf(PlatformBuildException.class)
        .hasMessageContaining("there is no base registry.example/acme/jre:17");
    RawManifest index = base.finish();
    assertThat(images(store).resolve(registry(":17")).digest()).isEqualTo(index.digest());
  }

  @Test
  void aMirrorThatHasNoSuchImageIsNamed() throws IOException {
    TestBase base = new TestBase(temp);
    Reference hub = Reference.parse("eclipse-temurin:17-jre");
    assertThatThrownBy(
            () -> images(new Recorded(base.layout)).resolve(new BaseReference.InRegistry(hub)))
        .isInstanceOf(PlatformBuildException.class)
        .hasMessageContaining(
            "there is no base docker.io/library/eclipse-temurin:17-jre at"
                + " registry.example/acme/jre (image.mirror): look at image.from");
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    Path nowhere = temp.resolve("nowhere");
    assertThatThrownBy(
            () ->
                images(new Recorded(null)).resolve(new BaseReference.InLayout(nowhere, null, null)))
        .isInstanceOf(PlatformBuildException.class)
        .hasMessageContainingAll(nowhere + " is no folder", "image.from");
  }

  @Test
  void aDigestIsAskedForAndChecked() throws IOException {
    TestBase base = TestBase.usual(temp);
    RawManifest index = base.layout.manifest("17").orElseThrow();
    Recorded store = new Recorded(base.layout);
    Base resolved = images(store).resolve(registry(":other@" + index.digest()));
    assertThat(store.asked).containsExactly(index.digest().toString());
    assertThat(resolved.name()).contains(":other@");

    ImageStore lying =
        new Recorded(base.layout) {
          @Override
          public Optional<RawManifest> manifest(String selector) throws IOException {
            return super.manifest(base.children.get(0).digest().toString());
          }
        };
    session.clear();
    assertThatThrownBy(() -> images(lying).resolve(registry("@" + index.digest())))
        .isInstanceOf(PlatformBuildException.class)
        .hasMessageContaining("other content");
  }

  @Test
  void schemaOneAndStrangeTypesAreRefused() {
    for (String type :
        List.of("application/vnd.docker.distribution.manifest.v1+prettyjws", "text/plain")) {
      ImageStore store =
          new Recorded(null) {
            @Override
            public Optional<RawManifest> manifest(String selector) {
              return Optional.of(RawManifest.of(type, "{}".getBytes(StandardCharsets.UTF_8)));
            }
          };
      session.clear();
      assertThatThrownBy(() -> images(store).resolve(registry(":1")))
          .isInstanceOf(PlatformBuildException.class)
          .hasMessageContaining(type)
          .hasMessageContaining(type.contains("v1") ? "schema 1" : "expected an OCI or Docker");
    }
  }

  @Test
  void aSingleManifestIsForThePlatformItsConfigNames() throws IOException {
    TestBase base = new TestBase(temp);
    Descriptor image = base.addManifest(TestBase.config(AMD64, config -> {}));
    base.layout.tag("one", base.layout.manifest(image.digest().toString()).orElseThrow());
    BaseImages images = images(base.layout);
    Base resolved = images.resolve(base.reference("one"));

    assertThat(images.find(resolved, AMD64).platform()).isEqualTo(AMD64);
    assertThatThrownBy(() -> images.find(resolved, Platform.parse("linux/arm64")))
        .isInstanceOf(PlatformBuildException.class)
        .hasMessageContaining("nothing for linux/arm64")
        .hasMessageContaining("linux/amd64 alone");
  }

  @Test
  void theSoleImageOfALayoutNeedsNoTag() throws IOException {
    TestBase base = TestBase.usual(temp);
    BaseImages images = images(base.layout);
    assertThat(images.resolve(base.reference(null)).digest()).isNotNull();

    base.children.remove(0);
    base.layout.tag("second", base.finish());
    base.layout.tag("first", base.layout.manifest("17").orElseThrow());
    base.children.remove(0);
    base.finish();
    assertThatThrownBy(() -> images.resolve(base.reference(null)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("oci:DIR:tag");
  }

  @Test
  void theIndexIsBelievedAgainstTheConfig() throws IOException {
    TestBase base = new TestBase(temp);
    base.add("linux/arm64", config -> config.put("architecture", "amd64").put("variant", "v3"));
    base.finish();
    BaseImages images = images(base.layout);
    PlatformBase found =
        images.find(images.resolve(base.reference()), Platform.parse("linux/arm64"));

    assertThat(found.platform()).isEqualTo(Platform.parse("linux/arm64"));
    assertThat(log.warnings).singleElement().asString().contains("says linux/amd64/v3");
    ObjectNode config =
        ConfigEditor.edit(
            found,
            Map.of(),
            ContainerSettings.none(),
            null,
            List.of(),
            java.time.Instant.EPOCH,
            false);
    assertThat(config.path("architecture").asText()).isEqualTo("arm64");
    assertThat(config.has("variant")).isFalse();
  }

  @Test
  void anUnnamedEntryIsKnownByItsConfig() throws IOException {
    TestBase base = new TestBase(temp);
    base.children.add(base.addManifest(TestBase.config(AMD64, config -> {})));
    base.finish();
    BaseImages images = images(base.layout);
    Base resolved = images.resolve(base.reference());
    images.check(resolved, List.of(AMD64, Platform.parse("linux/arm64")));

    assertThat(images.find(resolved, AMD64).layers()).hasSize(1);
    assertThatThrownBy(() -> images.find(resolved, Platform.parse("linux/arm64")))
        .isInstanceOf(PlatformBuildException.class);
  }

  @Test
  void anArtifactIsNoBase() throws IOException {
    TestBase base = new TestBase(temp);
    byte[] bytes =
        ("{\"schemaVersion\":2,\"config\":{\"mediaType\":\"application/vnd.cncf.helm.config\","
                + "\"digest\":\""
                + Digest.ofBytes(new byte[0])
                + "\",\"size\":0},\"layers\":[]}")
            .getBytes(StandardCharsets.UTF_8);
    RawManifest chart = RawManifest.of(MediaTypes.OCI_MANIFEST, bytes);
    base.layout.putManifest(chart);
    base.layout.tag("chart", chart);
    BaseImages images = images(base.layout);
    assertThatThrownBy(() -> images.find(images.resolve(base.reference("chart")), AMD64))
        .isInstanceOf(PlatformBuildException.class)
        .hasMessageContaining("helm.config");
  }

  @Test
  void aBaseThatContradictsItselfIsRefused() throws IOException {
    TestBase base = new TestBase(temp);
    ObjectNode config = TestBase.config(AMD64, c -> {});
    Descriptor good = base.addManifest(config);
    ObjectNode manifest =
        Json.parseObject(
            base.layout.manifest(good.digest().toString()).orElseThrow().bytes(), "manifest");
    manifest.withArray("/layers").add(manifest.path("layers").get(0));
    RawManifest bad = RawManifest.of(MediaTypes.OCI_MANIFEST, Json.bytes(manifest));
    base.layout.putManifest(bad);
    base.layout.tag("bad", bad);
    BaseImages images = images(base.layout);
    assertThatThrownBy(() -> images.find(images.resolve(base.reference("bad")), AMD64))
        .isInstanceOf(PlatformBuildException.class)
        .hasMessageContaining("lists 1 layers")
        .hasMessageContaining("has 2");
  }

  @Test
  void aNestedIndexIsMentioned() throws IOException {
    TestBase base = new TestBase(temp);
    RawManifest inner = new Index(MediaTypes.OCI_INDEX, List.of(), Map.of()).toRaw();
    base.layout.putManifest(inner);
    base.children.add(inner.descriptor());
    base.finish();
    BaseImages images = images(base.layout);
    Base resolved = images.resolve(base.reference());
    assertThatThrownBy(() -> images.find(resolved, AMD64))
        .isInstanceOf(PlatformBuildException.class)
        .hasMessageContaining("1 index(es) in its index, which are not read");
  }
}
