package io.github.imagemaven.registry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import javax.net.SocketFactory;

/**
 * Sockets that send at once, and whose TLS handshake may not be silent for as long as an answer.
 * Without {@code TCP_NODELAY} the last, short piece of an upload waits until everything before it
 * has been acknowledged: a round trip more for each blob.
 */
final class PromptSockets extends SocketFactory {
  private final SocketFactory sockets = SocketFactory.getDefault();

  private static Socket prompt(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    return socket;
  }

  /**
   * One that OkHttp connects: what it sets before is for the handshake, what it sets afterwards for
   * the answer, which may be that a large blob has been stored.
   */
  private static final class Connecting extends Socket {
    @Override
    public synchronized void setSoTimeout(int millis) throws SocketException {
      int most = (int) HttpStack.SILENCE.toMillis();
      super.setSoTimeout(isConnected() ? millis : Math.min(millis, most));
    }
  }

  @Override
  public Socket createSocket() throws IOException {
    return prompt(new Connecting());
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return prompt(sockets.createSocket(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return prompt(sockets.createSocket(host, port, localHost, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return prompt(sockets.createSocket(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return prompt(sockets.createSocket(host, port, localHost, localPort));
  }
}
