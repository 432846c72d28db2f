package io.github.imagemaven.registry;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code Link} of an answer that is one page of several.
 *
 * <p>Source: <a href="https://www.rfc-editor.org/rfc/rfc8288#section-3">RFC 8288, section 3</a>.
 */
final class Links {
  /** Bounded: the pattern engine needs stack for each repetition of a group. */
  private static final Pattern LINK =
      Pattern.compile(
          "<([^<>]*)>((?:\\s*;\\s*[^=;,<>\\s]+(?:\\s*=\\s*(?:\"[^\"]*\"|[^\",;\\s]*))?){0,20})");

  private static final Pattern RELATION =
      Pattern.compile(";\\s*rel\\s*=\\s*(?:\"([^\"]*)\"|([^\",;\\s]*))", Pattern.CASE_INSENSITIVE);
  private static final Pattern TARGET = Pattern.compile("<[^<>]*>");

  private Links() {}

  /**
   * Where the next page is, as it was sent.
   *
   * @return null where this is the last page
   * @throws UnreadableException where a next page is spoken of in a form that is not understood: a
   *     list must not end there
   */
  static @Nullable String next(Response response) throws UnreadableException {
    List<String> headers = response.headers("Link");
    for (String header : headers) {
      Matcher link = LINK.matcher(header);
      while (link.find()) {
        if (relations(link.group(2)).contains("next")) {
          return link.group(1);
        }
      }
    }
    for (String header : headers) {
      if (TARGET.matcher(header).replaceAll("").toLowerCase(Locale.ROOT).contains("next")) {
        throw new UnreadableException();
      }
    }
    return null;
  }

  /** Only the first {@code rel} of a link counts. */
  private static Set<String> relations(String parameters) {
    Matcher relation = RELATION.matcher(parameters);
    if (!relation.find()) {
      return Set.of();
    }
    String words = relation.group(1) == null ? relation.group(2) : relation.group(1);
    return Set.copyOf(List.of(words.toLowerCase(Locale.ROOT).strip().split("\\s+", -1)));
  }

  /** A link that cannot be followed since it cannot be read. */
  static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1;

    private UnreadableException() {
      super("its header Link speaks of a next page and cannot be read");
    }
  }
}
