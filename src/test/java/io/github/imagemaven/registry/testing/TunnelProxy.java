package io.github.imagemaven.registry.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A proxy on a free port of 127.0.0.1 that opens tunnels (CONNECT) to one server, whatever host it
 * is asked for, if it is shown the right {@code Proxy-Authorization}.
 */
public final class TunnelProxy implements AutoCloseable {
  private final ServerSocket server;
  private final int target;
  private final @Nullable String authorization;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile @Nullable String refusal;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  /**
   * @param target the port of 127.0.0.1 that all tunnels lead to
   * @param authorization the header it wants to see; null where it lets everybody through
   */
  public TunnelProxy(int target, @Nullable String authorization) {
    this.target = target;
    this.authorization = authorization;
    try {
      server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /**
   * Opens no tunnel from now on.
   *
   * @param status what it answers instead, {@code 403 Forbidden}
   */
  public void refuse(String status) {
    refusal = status;
  }

  /** Where it listens. */
  public int port() {
    return server.getLocalPort();
  }

  /** The first line of each request. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        sockets.add(client);
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket client) {
    try {
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
      List<String> head = new ArrayList<>();
      for (String line = reader.readLine(); line != null && !line.isEmpty(); ) {
        head.add(line);
        line = reader.readLine();
      }
      if (head.isEmpty()) {
        client.close();
        return;
      }
      asked.add(head.get(0));
      boolean known =
          authorization == null
              || head.stream()
                  .anyMatch(line -> line.equalsIgnoreCase("Proxy-Authorization: " + authorization));
      if (!known || !head.get(0).startsWith("CONNECT ")) {
        String status = known ? "405 Method Not Allowed" : "407 Proxy Authentication Required";
        say(
            client,
            "HTTP/1.1 "
                + status
                + "\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\n"
                + "Connection: close\r\nContent-Length: 0\r\n\r\n");
        client.close();
        return;
      }
      String refused = refusal;
      if (refused != null) {
        say(client, "HTTP/1.1 " + refused + "\r\nContent-Length: 0\r\n\r\n");
        client.close();
        return;
      }
      Socket there = new Socket("127.0.0.1", target);
      sockets.add(there);
      say(client, "HTTP/1.1 200 OK\r\n\r\n");
      threads.execute(() -> pump(there, client));
      pump(client, there);
    } catch (IOException e) {
      // The client has gone; what it makes of that is what the test looks at.
    }
  }

  private static void say(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    client.getOutputStream().flush();
  }

  private static void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // One of the two has closed.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    threads.shutdownNow();
  }
}
