package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.credentials.Credential;
import io.github.imagemaven.credentials.Credentials;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.oci.Transfer;
import io.github.imagemaven.registry.testing.Answer;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RealRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import okhttp3.Dns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where bytes may go and come from, and who sees our credentials on the way. */
final class TransferTest {
  private static boolean reads(RecordedRequest request) {
    return request.method().equals("GET") && request.path().contains("/blobs/sha256:");
  }

  private final InProcessRegistry registry = InProcessRegistry.start().basic("me", "secret");
  private final InProcessRegistry other = InProcessRegistry.start();
  private final RepositoryName app = registry.repository("acme/app");
  private final Kit kit = Kit.user("me", "secret");
  private final byte[] bytes = new byte[3_000_000];
  private final Descriptor blob;

  TransferTest() {
    new Random(3).nextBytes(bytes);
    blob = Kit.descriptor(MediaTypes.OCI_LAYER, bytes);
  }

  @AfterEach
  void stop() {
    kit.close();
    registry.close();
    other.close();
  }

  private Transfer put() throws IOException {
    return kit.at(app).putBlob(blob, () -> new ByteArrayInputStream(bytes), List.of());
  }

  private byte[] read() throws IOException {
    registry.seedBlob("acme/app", bytes);
    try (InputStream in = kit.at(app).openBlob(blob).orElseThrow()) {
      return in.readAllBytes();
    }
  }

  @Test
  void anotherHostGetsNoCredentialsOnARedirect() throws IOException {
    other.seedBlob("cdn", bytes);
    String location = "http://localhost:" + other.port() + "/v2/cdn/blobs/" + blob.digest();
    registry.faultOnAll(
        request -> reads(request) && request.header("Authorization") != null,
        Fault.answer(Answer.of(307).header("Location", location)));
    assertThat(read()).isEqualTo(bytes);
    assertThat(other.requests()).hasSize(1);
    assertThat(other.requests().get(0).header("Authorization")).isNull();
  }

  @Test
  void theWayHomeDoesNotBringThemBack() throws IOException {
    String there = "http://" + other.host() + "/v2/cdn/blobs/" + blob.digest();
    String home =
        "http://" + app.host() + "/v2/" + app.path() + "/blobs/" + blob.digest() + "?again";
    registry.faultOn(
        request -> reads(request) && request.header("Authorization") != null,
        1,
        Fault.answer(Answer.of(307).header("Location", there)));
    other.faultOnAll(request -> true, Fault.answer(Answer.of(302).header("Location", home)));
    assertThatThrownBy(this::read)
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("401");
    assertThat(
            registry
                .requests(request -> request.query().equals("again"))
                .get(0)
                .header("Authorization"))
        .isNull();
  }

  @Test
  void redirectsAreFollowedWithinBounds() {
    registry.faultOnAll(
        request -> true, Fault.answer(Answer.of(307).header("Location", "/v2/round")));
    assertThatThrownBy(() -> kit.at(app).headManifest("1"))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("redirects");
  }

  @Test
  void anUploadLocationElsewhereGetsNoCredentials() throws IOException {
    registry.locationHost(other.host());
    other.faultOnAll(request -> true, Fault.alter(answer -> Answer.of(201)));
    assertThat(put()).isEqualTo(Transfer.UPLOADED);
    RecordedRequest request = other.requests().get(0);
    assertThat(request.header("Authorization")).isNull();
    assertThat(request.query())
        .isEqualTo("_state=a%2Fb%3D&digest=" + blob.digest().toString().replace(":", "%3A"));
  }

  @Test
  void anUploadIsOnePutWithItsLength() throws IOException {
    put();
    RecordedRequest request = registry.requests(RecordedRequest.blobPut()).get(0);
    assertThat(request.header("Content-Length")).isEqualTo(String.valueOf(bytes.length));
    assertThat(request.header("Content-Range")).isNull();
    assertThat(request.header("Transfer-Encoding")).isNull();
    assertThat(request.header("User-Agent")).isEqualTo("test/1");
    assertThat(registry.requests(RecordedRequest.uploadStart()).get(0).header("Content-Length"))
        .isEqualTo("0");
  }

  @Test
  void anUploadWithoutALocationIsAContradiction() {
    registry.faultOnAll(
        RecordedRequest.uploadStart(), Fault.alter(answer -> answer.without("Location")));
    assertThatThrownBy(this::put)
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("no Location");
  }

  @Test
  void aBlobOfAnotherSizeIsAContradiction() {
    registry.seedBlob("acme/app", bytes);
    Descriptor longer = Descriptor.of(blob.mediaType(), blob.digest(), blob.size() + 1);
    assertThatThrownBy(() -> kit.at(app).hasBlob(longer))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining(String.valueOf(bytes.length));
  }

  @Test
  void aBrokenDownloadGoesOnWhereItBroke() throws IOException {
    registry.faultOn(TransferTest::reads, 1, Fault.truncate(1_000_000));
    registry.faultOn(TransferTest::reads, 1, Fault.truncate(500_000));
    assertThat(read()).isEqualTo(bytes);
    List<RecordedRequest> reads = registry.requests(TransferTest::reads);
    assertThat(reads.get(reads.size() - 1).header("Range")).matches("bytes=[1-9][0-9]*-");
  }

  @Test
  void aBrokenDownloadBeginsAgainWhereRangesAreUnknown() throws IOException {
    registry.faultOn(TransferTest::reads, 1, Fault.truncate(1_000_000));
    registry.faultOn(
        request -> reads(request) && request.header("Range") != null,
        1,
        Fault.answer(Answer.of(200).body(bytes)));
    assertThat(read()).isEqualTo(bytes);
  }

  @Test
  void aDownloadThatBreaksAgainAndAgainFails() {
    registry.faultOnAll(TransferTest::reads, Fault.truncate(0));
    assertThatThrownBy(this::read)
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("broke off");
  }

  @Test
  void aDamagedBlobFailsAtItsEnd() {
    byte[] damaged = bytes.clone();
    damaged[damaged.length - 1]++;
    registry.faultOnAll(TransferTest::reads, Fault.answer(Answer.of(200).body(damaged)));
    assertThatThrownBy(this::read)
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining(blob.digest().toString())
        .hasMessageContaining("another digest");
  }

  @Test
  void manyDownloadsOneAfterTheOtherDoNotRunOut() throws IOException {
    for (int i = 0; i < RegistryHost.MOST_DOWNLOADS + 2; i++) {
      assertThat(read()).hasSize(bytes.length);
    }
    assertThat(
            kit.at(app)
                .openBlob(
                    Descriptor.of("x", io.github.imagemaven.oci.Digest.ofBytes(new byte[0]), 0)))
        .isEmpty();
    try (InputStream in = kit.at(app).openBlob(blob).orElseThrow()) {
      assertThat(in.read()).isEqualTo(bytes[0] & 0xff);
    }
    assertThat(kit.at(app).openBlob(blob)).isPresent();
  }

  // ---- names and encryption

  private static Kit named(Set<String> insecure) {
    Dns dns = name -> List.of(InetAddress.getByAddress(name, new byte[] {127, 0, 0, 1}));
    Credentials credentials = Kit.credentials("*", new Credential.Basic("me", "secret"));
    return new Kit(insecure, credentials, dns);
  }

  @Test
  void aCertificateThatNobodyVouchesForIsTakenFromHostsNamedInsecureOnly(@TempDir Path temp) {
    try (InProcessRegistry tls = InProcessRegistry.startTls(temp).basic("me", "secret")) {
      String host = "registry.test:" + tls.port();
      RepositoryName repository = new RepositoryName(host, "acme/app");
      try (Kit strict = named(Set.of())) {
        assertThatThrownBy(() -> strict.at(repository).checkPush())
            .isInstanceOf(RegistryException.class)
            .hasMessageContaining("-Dimage.insecureRegistries=" + host);
        assertThat(strict.time.sleeps()).isEmpty();
      }
      tls.locationHost(host);
      try (Kit trusting = named(Set.of(host))) {
        trusting.at(repository).checkPush();
      }
      try (Kit loopback = Kit.user("me", "secret")) {
        loopback.at(tls.repository("acme/app")).checkPush();
      }
    }
  }

  @Test
  void fromHttpsNothingLeadsToHttp(@TempDir Path temp) {
    try (InProcessRegistry tls = InProcessRegistry.startTls(temp);
        Kit trusting = named(Set.of())) {
      tls.locationHost("http://" + tls.host());
      try (Kit loopback = Kit.anonymous()) {
        assertThatThrownBy(() -> loopback.at(tls.repository("acme/app")).checkPush())
            .isInstanceOf(RegistryException.class)
            .hasMessageContaining("it would leave https");
      }
    }
  }

  @Test
  void aHostNamedInsecureMaySpeakHttp(@TempDir Path temp) {
    try (RealRegistry real = RealRegistry.start(temp)) {
      String host = "registry.test" + real.host().substring(real.host().indexOf(':'));
      RepositoryName repository = new RepositoryName(host, "acme/app");
      try (Kit strict = named(Set.of())) {
        assertThatThrownBy(() -> strict.at(repository).headManifest("1"))
            .isInstanceOf(RegistryException.class)
            .hasMessageContaining("image.insecureRegistries=" + host);
      }
      try (Kit insecure = named(Set.of(host))) {
        assertThat(insecure.at(repository).headManifest("1")).isEmpty();
      }
    }
  }

  @Test
  void anAddressOfTheNewKindWorks() throws IOException {
    try (InProcessRegistry six = InProcessRegistry.start("[::1]")) {
      assertThat(
              kit.at(six.repository("acme/app"))
                  .putBlob(blob, () -> new ByteArrayInputStream(bytes), List.of()))
          .isEqualTo(Transfer.UPLOADED);
    }
  }

  @Test
  void hostsAndWhereTheyAnswer() {
    RegistryHost hub = new RegistryHost("docker.io", Set.of(), new FakeTime());
    assertThat(hub.candidates()).hasToString("[https://registry-1.docker.io/]");
    for (String loopback : List.of("localhost:5000", "127.3.2.1:5000", "[::1]:5000")) {
      RegistryHost host = new RegistryHost(loopback, Set.of(), new FakeTime());
      assertThat(host.candidates().get(0)).hasToString("http://" + loopback + "/");
      assertThat(host.candidates()).hasSize(2);
    }
    RegistryHost insecure =
        new RegistryHost("a.example:5000", Set.of("a.example:5000"), new FakeTime());
    assertThat(insecure.candidates())
        .hasToString("[https://a.example:5000/, http://a.example:5000/]");
    assertThat(new RegistryHost("10.0.0.1", Set.of(), new FakeTime()).candidates())
        .hasToString("[https://10.0.0.1/]");
  }

  @Test
  void aPublicRegistryDoesNotLeadIntoAPrivateNetwork() {
    RegistryHost host = new RegistryHost("ghcr.io", Set.of(), new FakeTime());
    RepositoryName repository = new RepositoryName("ghcr.io", "acme/app");
    for (String inner :
        List.of(
            "10.0.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "127.0.0.1",
            "[::1]",
            "[fd00::1]",
            "localhost")) {
      assertThatThrownBy(
              () ->
                  Locations.checked(
                      host, repository, host.base(), "https://" + inner + "/x?sig=secret"))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining(inner)
          .hasMessageNotContaining("secret");
    }
    assertThat(
            Locations.checked(host, repository, host.base(), "https://cdn.example/x?sig=a%2Fb#c"))
        .hasToString("https://cdn.example/x?sig=a%2Fb");
  }
}
