package io.github.imagemaven.build;

import io.github.imagemaven.report.ConfigurationException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code image.ports}: ports as settings have them and as a config lists them. */
final class Ports {
  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?(?:/(tcp|udp|sctp))?");

  private Ports() {}

  /**
   * Every single port, {@code 8080/tcp}, in the order given and each once.
   *
   * @throws ConfigurationException where an entry has another form, is out of range, or its range
   *     runs backwards
   */
  static List<String> parse(List<String> settings) {
    Set<String> ports = new LinkedHashSet<>();
    for (String setting : settings) {
      Matcher matcher = FORM.matcher(setting.strip().toLowerCase(Locale.ROOT));
      int first = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
      int last = first > 0 && matcher.group(2) != null ? Integer.parseInt(matcher.group(2)) : first;
      if (first < 1 || last > 65535 || last < first) {
        throw ConfigurationException.malformed(
            "image.ports", setting, "8080, 8080/udp or 9000-9010, ports from 1 to 65535");
      }
      String protocol = matcher.group(3) == null ? "tcp" : matcher.group(3);
      for (int port = first; port <= last; port++) {
        ports.add(port + "/" + protocol);
      }
    }
    return List.copyOf(ports);
  }
}
