package io.github.imagemaven.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The members of a JSON object, each of the type that the specification gives it or refused. A
 * member that is null is absent: Go writes null for a list or a map that was never made.
 *
 * @param node the object
 * @param whose how a message about a member begins, before the member's name
 */
record Members(JsonNode node, String whose) {
  /** RFC 6838, section 4.2. */
  private static final Pattern MEDIA_TYPE =
      Pattern.compile(
          "[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}");

  private static final int LONGEST_QUOTE = 100;

  String mediaType() {
    String text = node.path("mediaType").textValue();
    if (text == null || !MEDIA_TYPE.matcher(text).matches()) {
      throw malformed("mediaType", "a type such as " + MediaTypes.OCI_MANIFEST);
    }
    return text;
  }

  Digest digest() {
    String text = node.path("digest").textValue();
    if (text == null || !Digest.isValid(text)) {
      throw malformed("digest", "sha256: and 64 lower-case hex digits");
    }
    return Digest.of(text);
  }

  long size() {
    JsonNode size = node.path("size");
    if (!size.isIntegralNumber() || !size.canConvertToLong() || size.longValue() < 0) {
      throw malformed("size", "a number of bytes");
    }
    return size.longValue();
  }

  @Nullable Platform platform() {
    return has("platform") ? Platform.of(object("platform")) : null;
  }

  List<String> urls() {
    List<String> urls = new ArrayList<>();
    if (has("urls")) {
      if (!node.path("urls").isArray()) {
        throw malformed("urls", "a list of strings");
      }
      for (JsonNode url : node.path("urls")) {
        if (!url.isTextual()) {
          throw malformed("urls", "a list of strings");
        }
        urls.add(url.textValue());
      }
    }
    return urls;
  }

  Map<String, String> annotations() {
    Map<String, String> annotations = new TreeMap<>();
    if (has("annotations")) {
      for (Map.Entry<String, JsonNode> entry : object("annotations").properties()) {
        if (!entry.getValue().isTextual()) {
          throw malformed("annotations", "strings by name");
        }
        annotations.put(entry.getKey(), entry.getValue().textValue());
      }
    }
    return annotations;
  }

  private boolean has(String member) {
    return !node.path(member).isMissingNode() && !node.path(member).isNull();
  }

  private ObjectNode object(String member) {
    if (node.path(member) instanceof ObjectNode object) {
      return object;
    }
    throw malformed(member, "an object");
  }

  private MalformedContentException malformed(String member, String expected) {
    JsonNode found = node.path(member);
    String quote = found.isMissingNode() ? "nothing" : found.toString();
    return new MalformedContentException(
        whose
            + member
            + " is not valid: expected "
            + expected
            + ", found "
            + (quote.length() > LONGEST_QUOTE ? quote.substring(0, LONGEST_QUOTE) + "…" : quote));
  }
}
