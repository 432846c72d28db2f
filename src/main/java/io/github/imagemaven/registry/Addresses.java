package io.github.imagemaven.registry;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/** What kind of address a host literal is. Names are never resolved here. */
final class Addresses {
  private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

  private static final Pattern LITERAL = Pattern.compile(OCTET + "(\\." + OCTET + "){3}|.*:.*");

  /** {@code 127.1} or {@code 010.0.0.1}: what it means depends on who resolves it. */
  private static final Pattern UNCLEAR = Pattern.compile("[0-9.]+");

  private Addresses() {}

  /** {@code localhost}, a name below it, 127.0.0.0/8, or ::1. */
  static boolean isLoopback(String host) {
    String bare = bare(host);
    return bare.equals("localhost")
        || bare.endsWith(".localhost")
        || (isLiteral(bare) && parse(bare).isLoopbackAddress());
  }

  /**
   * An address literal that means nothing outside one network: loopback, private, link-local; or
   * numbers that are no usual literal and may mean such a one.
   */
  static boolean isInternalLiteral(String host) {
    String bare = bare(host);
    if (!isLiteral(bare)) {
      return isLoopback(bare) || UNCLEAR.matcher(bare).matches();
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

  /** A URL's host as a reference has it: an IPv6 address in brackets. */
  static String named(HttpUrl url) {
    return url.host().indexOf(':') < 0 ? url.host() : "[" + url.host() + "]";
  }

  /** {@link #named} and the port, whichever it is. */
  static String withPort(HttpUrl url) {
    return named(url) + ":" + url.port();
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
