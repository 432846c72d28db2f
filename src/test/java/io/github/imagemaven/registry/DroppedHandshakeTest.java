package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.imagemaven.credentials.Credentials;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A balancer before a registry that closes a connection before TLS has come about. */
final class DroppedHandshakeTest {
  @TempDir Path folder;

  private final Kit.Image image = Kit.Image.of("handshake");
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final AtomicInteger drops = new AtomicInteger();
  private InProcessRegistry registry;
  private ServerSocket front;

  @BeforeEach
  void start() throws IOException {
    registry = InProcessRegistry.startTls(folder);
    registry.seedManifest("acme/app", "1", image.manifest());
    front = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    thread(this::accept);
  }

  @AfterEach
  void stop() throws IOException {
    front.close();
    closeAll();
    registry.close();
  }

  private static void thread(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
  }

  private void closeAll() throws IOException {
    for (Socket each : open) {
      each.close();
    }
    open.clear();
  }

  private void accept() {
    while (true) {
      try {
        Socket client = front.accept();
        open.add(client);
        thread(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try {
      byte[] buffer = new byte[65536];
      int first = client.getInputStream().read(buffer);
      if (first < 0) {
        client.close();
      } else if (buffer[0] != 0x16) {
        OutputStream out = client.getOutputStream();
        out.write(
            ("HTTP/1.0 400 Bad Request\r\n\r\n"
                    + "Client sent an HTTP request to an HTTPS server.\n")
                .getBytes(StandardCharsets.UTF_8));
        client.close();
      } else if (drops.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        client.close(); // orderly, and without a word
      } else {
        Socket behind = new Socket(InetAddress.getByName("127.0.0.1"), registry.port());
        open.add(behind);
        behind.getOutputStream().write(buffer, 0, first);
        thread(() -> pipe(behind, client));
        pipe(client, behind);
      }
    } catch (IOException e) {
      return;
    }
  }

  private static void pipe(Socket from, Socket to) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException e) {
      return;
    }
  }

  private Kit kit(String host) {
    return new Kit(
        Set.of(host),
        new Credentials(List.of()),
        name -> List.of(InetAddress.getByName("127.0.0.1")));
  }

  /** A second connection beside one that is busy; it is closed once, before TLS has come about. */
  @Test
  void aConnectionThatIsClosedDuringTheHandshakeIsTriedAgain() throws Exception {
    String host = "registry.test:" + front.getLocalPort();
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    try (Kit kit = kit(host)) {
      Repository repository = kit.at(new RepositoryName(host, "acme/app"));
      assertThat(repository.headManifest("1")).isPresent();
      registry.faultOn(
          RecordedRequest.of("HEAD", "/manifests/busy"), 1, Fault.first(busy::countDown));
      registry.faultOn(RecordedRequest.of("HEAD", "/manifests/busy"), 1, Fault.hold(free));
      repository.headManifest("busy");
      Thread other = new Thread(() -> repository.headManifest("busy"));
      other.start();
      while (registry.requests(RecordedRequest.of("HEAD", "/manifests/busy")).size() < 2) {
        Thread.sleep(5);
      }
      drops.set(1);
      assertThatCode(() -> assertThat(repository.headManifest("1")).isPresent())
          .doesNotThrowAnyException();
      free.countDown();
      other.join();
    } finally {
      free.countDown();
    }
  }

  @Test
  void anInsecureHostWhoseFirstHandshakeIsDroppedIsNotTakenForOneThatSpeaksHttp() {
    String host = "registry.test:" + front.getLocalPort();
    try (Kit kit = kit(host)) {
      Repository repository = kit.at(new RepositoryName(host, "acme/app"));
      drops.set(1);
      assertThatCode(() -> assertThat(repository.headManifest("1")).isPresent())
          .doesNotThrowAnyException();
    }
  }
}
