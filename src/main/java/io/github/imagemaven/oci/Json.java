package io.github.imagemaven.oci;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** JSON trees, read strictly and written the same way every time. */
public final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private Json() {}

  /** An empty object. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /**
   * Reads one JSON object.
   *
   * @throws MalformedContentException where the bytes are no JSON object, a name stands twice, or
   *     something follows the object
   */
  public static ObjectNode parseObject(byte[] bytes, String what) {
    try (JsonParser parser = FACTORY.createParser(bytes)) {
      JsonNode node = JsonTree.read(parser);
      if (parser.nextToken() != null) {
        throw new MalformedContentException(
            what + " is not valid JSON: something follows where it should end");
      }
      if (node instanceof ObjectNode object) {
        return object;
      }
      throw new MalformedContentException(what + " is not a JSON object");
    } catch (JsonProcessingException e) {
      throw new MalformedContentException(what + " is not valid JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      // Bytes that are no text in the encoding that they begin with.
      throw new MalformedContentException(what + " is not valid JSON: " + e.getMessage());
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
