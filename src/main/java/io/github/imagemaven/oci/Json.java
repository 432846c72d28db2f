package io.github.imagemaven.oci;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/** JSON trees, read strictly and written the same way every time. */
public final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          // A character beyond U+FFFF as it is, like every other.
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .build();

  private Json() {}

  /** An empty object. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /**
   * Reads one JSON object. Nesting and the length of numbers are bounded by the parser.
   *
   * <p>Source: <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>; of what it leaves
   * open, the strict reading, so that no other program sees another document in the same bytes.
   *
   * @throws MalformedContentException where the bytes are no JSON object in UTF-8, a name stands
   *     twice, or something follows the object; it names the place and never the content, which a
   *     server may have made of what it was sent
   */
  public static ObjectNode parseObject(byte[] bytes, String what) {
    if (value(bytes, what) instanceof ObjectNode object) {
      return object;
    }
    throw new MalformedContentException(what + " is not a JSON object");
  }

  /**
   * Reads one JSON object or array, as {@link #parseObject}.
   *
   * @throws MalformedContentException where the bytes are neither
   */
  public static JsonNode parse(byte[] bytes, String what) {
    JsonNode node = value(bytes, what);
    if (node.isContainerNode()) {
      return node;
    }
    throw new MalformedContentException(what + " is neither a JSON object nor an array");
  }

  private static JsonNode value(byte[] bytes, String what) {
    requireUtf8(bytes, what);
    try (JsonParser parser = FACTORY.createParser(bytes)) {
      JsonNode node = JsonTree.read(parser);
      if (parser.nextToken() != null) {
        throw new MalformedContentException(
            what + " is not valid JSON: something follows where it should end");
      }
      return node;
    } catch (StreamConstraintsException e) {
      // Says which of the parser's bounds, in numbers; where is not known.
      throw new MalformedContentException(what + " is not valid JSON: " + e.getOriginalMessage());
    } catch (JsonProcessingException e) {
      throw new MalformedContentException(what + " is not valid JSON" + place(e.getLocation()));
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory", e);
    }
  }

  private static String place(@Nullable JsonLocation at) {
    return at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
  }

  /** The parser itself takes overlong forms and halves of surrogate pairs for characters. */
  private static void requireUtf8(byte[] bytes, String what) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      throw new MalformedContentException(what + " is not valid JSON: it is not UTF-8");
    }
  }

  /** The bytes of a tree, without white space, members in the order they were put. */
  public static byte[] bytes(JsonNode node) {
    return write(node, false).toByteArray();
  }

  /** The bytes of a tree for people to read, ending with a line feed. */
  public static byte[] prettyBytes(JsonNode node) {
    ByteArrayOutputStream bytes = write(node, true);
    bytes.write('\n');
    return bytes.toByteArray();
  }

  private static ByteArrayOutputStream write(JsonNode node, boolean pretty) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
      if (pretty) {
        generator.setPrettyPrinter(
            new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));
      }
      JsonTree.write(node, generator);
    } catch (IOException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
    return bytes;
  }
}
