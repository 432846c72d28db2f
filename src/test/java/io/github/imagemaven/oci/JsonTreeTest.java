package io.github.imagemaven.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTreeTest {
  private static JsonNode read(String text) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      return JsonTree.read(parser);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1", "\"a\"", "true", "false", "null", "[]", "{}", "[1,[2,{\"a\":[null]}]]"})
  void readsAnyValue(String text) throws IOException {
    assertThat(read(text)).isEqualTo(new ObjectMapper().readTree(text));
  }

  @Test
  void nothingLeftIsAMissingNode() throws IOException {
    assertThat(read(" ").isMissingNode()).isTrue();
    try (JsonParser parser = new JsonFactory().createParser("{\"a\":1} [2] ")) {
      assertThat(JsonTree.read(parser).path("a").asInt()).isEqualTo(1);
      assertThat(JsonTree.read(parser).path(0).asInt()).isEqualTo(2);
      assertThat(JsonTree.read(parser).isMissingNode()).isTrue();
    }
  }

  /** As for docker, which reads its own configuration so; {@link Json} refuses it. */
  @Test
  void theLastOfANameCountsWhereTheParserAllowsIt() throws IOException {
    assertThat(read("{\"a\":1,\"b\":2,\"a\":3}").path("a").asInt()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "]",
        "}",
        "[1",
        "{\"a\":",
        "[1}",
        "x",
        "\"\\ud83d\"",
        "{\"\\udc33\":1}",
        "1e99999999999"
      })
  void whatIsNoJsonIsTheParsersException(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void whatIsMissingCannotBeWritten() throws IOException {
    try (var generator = new JsonFactory().createGenerator(new StringWriter())) {
      JsonNode missing = Json.object().path("a");
      assertThatThrownBy(() -> JsonTree.write(missing, generator))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("MISSING");
    }
  }
}
