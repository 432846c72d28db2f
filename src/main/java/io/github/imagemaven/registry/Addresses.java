package io.github.imagemaven.registry;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** What kind of address a host literal is. Names are never resolved here. */
final class Addresses {
  private static final Pattern LITERAL = Pattern.compile("[0-9]+(\\.[0-9]+){3}|.*:.*");

  private Addresses() {}

  /** {@code localhost}, a name below it, 127.0.0.0/8, or ::1. */
  static boolean isLoopback(String host) {
    String bare = bare(host);
    return bare.equals("localhost")
        || bare.endsWith(".localhost")
        || (isLiteral(bare) && parse(bare).isLoopbackAddress());
  }

  /** An address literal that means nothing outside one network: loopback, private, link-local. */
  static boolean isInternalLiteral(String host) {
    String bare = bare(host);
    if (!isLiteral(bare)) {
      return isLoopback(bare);
    }
    InetAddress address = parse(bare);
    byte[] bytes = address.getAddress();
    boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    return address.isLoopbackAddress()
        || address.isSiteLocalAddress()
        || address.isLinkLocalAddress()
        || address.isAnyLocalAddress()
        || uniqueLocal;
  }

  private static boolean isLiteral(String host) {
    return LITERAL.matcher(host).matches();
  }

  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static InetAddress parse(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(literal + " is no address", e);
    }
  }
}
