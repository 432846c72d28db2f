package io.github.imagemaven.credentials;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.JsonTree;
import java.io.IOException;

/**
 * Reads JSON that holds secrets: what it says about malformed content has the position and never
 * the content, which the parser's own messages quote. As forgiving as docker: an empty text is an
 * empty object, of a name that stands twice the last counts, what follows the object is ignored.
 */
final class SecretJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private SecretJson() {}

  static ObjectNode parse(byte[] bytes) throws MalformedException {
    try (JsonParser parser = FACTORY.createParser(bytes)) {
      JsonNode node = JsonTree.read(parser);
      if (node.isMissingNode()) {
        return Json.object();
      }
      if (node instanceof ObjectNode object) {
        return object;
      }
      throw new MalformedException("should be a JSON object");
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw new MalformedException(
          "is not valid JSON"
              + (at == null
                  ? ""
                  : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")"));
    } catch (MalformedException e) {
      throw e;
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory", e);
    }
  }

  /** What is wrong, without the content. It has no cause, for that would quote the content. */
  static final class MalformedException extends IOException {
    private static final long serialVersionUID = 1;

    MalformedException(String message) {
      super(message);
    }
  }
}
