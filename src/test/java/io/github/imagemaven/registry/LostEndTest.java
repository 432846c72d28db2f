package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.oci.RepositoryName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A blob in chunks, of which everything arrives but the end: from there nothing is to be had. */
final class LostEndTest {
  private final byte[] blob = "0123456789".repeat(1000).getBytes(StandardCharsets.UTF_8);
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private byte[] sent = blob;
  private ServerSocket server;
  private Kit kit;
  private Repository repository;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
    Thread thread = new Thread(this::serve);
    thread.setDaemon(true);
    thread.start();
    kit = Kit.anonymous();
    repository = kit.at(new RepositoryName("127.0.0.1:" + server.getLocalPort(), "acme/app"));
  }

  @AfterEach
  void stop() throws IOException {
    kit.close();
    server.close();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket client = server.accept();
          BufferedReader in =
              new BufferedReader(
                  new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
          OutputStream out = client.getOutputStream()) {
        boolean range = false;
        asked.add(String.valueOf(in.readLine()));
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
          range |= line.startsWith("Range:");
        }
        String head =
            range
                ? "HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\n\r\n"
                : "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n"
                    .formatted(sent.length);
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(range ? new byte[0] : sent);
      } catch (IOException e) {
        asked.add(e.toString());
      }
    }
  }

  private byte[] read() throws IOException {
    try (InputStream in = repository.openBlob(Kit.descriptor("x/y", blob)).orElseThrow()) {
      return in.readAllBytes();
    }
  }

  @Test
  void isWholeAllTheSame() throws IOException {
    assertThat(read()).isEqualTo(blob);
    assertThat(asked).hasSize(1);
    assertThat(kit.time.sleeps()).isEmpty();
  }

  @Test
  void isNotBelievedToBeTheBlob() {
    sent = blob.clone();
    sent[0]++;
    assertThatThrownBy(this::read)
        .isInstanceOf(DamagedBlobException.class)
        .hasMessageContaining("another digest");
  }
}
