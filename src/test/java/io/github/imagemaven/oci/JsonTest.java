package io.github.imagemaven.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.report.Code;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * JSON is read as RFC 8259 has it, no more, and written back as it was. image-spec v1.1.1,
 * canonicalization.md: who changes a byte changes the digest.
 */
class JsonTest {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .build();

  private static ObjectNode read(String text) {
    return Json.parseObject(text.getBytes(UTF_8), "config of app");
  }

  private static String rewritten(String text) {
    return new String(Json.bytes(read(text)), UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"a\":{}}",
        "{\"a\":[]}",
        "{\"\":\"\"}",
        "{\"b\":1,\"a\":2}",
        "{\"a\":[null,true,false,[[]],{\"b\":[{}]}]}",
        "{\"a\":\"\\\"\\\\/\\b\\f\\n\\r\\t\"}",
        "{\"a\":\"\\u0000\\u001F\"}",
        "{\"a\":\"Grüße, 世界, 🐳\"}",
        "{\"größe🐳\":\"\u2028\u2029\u007f\"}",
        "{\"$ref\":\"a.b/c~d\",\"__proto__\":1}"
      })
  void writesWhatItRead(String compact) {
    assertThat(rewritten(compact)).isEqualTo(compact);
  }

  /** RFC 8259, section 6: all of these are numbers, and a field that we do not know survives. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "7",
        "2147483647",
        "2147483648",
        "-2147483649",
        "9223372036854775807",
        "-9223372036854775808",
        "9223372036854775808",
        "123456789012345678901234567890123456789012345678901234567890",
        "1.5",
        "1.50",
        "0.0",
        "-0.0",
        "0.10000000000000000000000000001",
        "0.0000000001",
        "1e2",
        "1E2",
        "1E+2",
        "1e-2",
        "-1.0e+10",
        "1.7976931348623157e309",
        "1e999999"
      })
  void writesNumbersAsTheyStood(String number) {
    assertThat(rewritten("{\"n\":" + number + "}")).isEqualTo("{\"n\":" + number + "}");
    assertThat(rewritten("{\"n\":[" + number + "]}")).isEqualTo("{\"n\":[" + number + "]}");
  }

  @Test
  void numbersHaveTheirValue() {
    ObjectNode node = read("{\"i\":-7,\"l\":9223372036854775807,\"d\":1.50,\"e\":12e1}");
    assertThat(node.path("i").asInt()).isEqualTo(-7);
    assertThat(node.path("l").asLong()).isEqualTo(Long.MAX_VALUE);
    assertThat(node.path("d").decimalValue()).isEqualTo("1.50");
    assertThat(node.path("e").decimalValue()).isEqualByComparingTo("120");
    assertThat(node.path("e").isNumber()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01",
        "+1",
        ".5",
        "1.",
        "1e",
        "1e+",
        "-",
        "0x1",
        "NaN",
        "Infinity",
        "-Infinity",
        "1_000",
        "1e99999999999"
      })
  void refusesWhatIsNoNumber(String number) {
    assertRefused("{\"n\":" + number + "}").hasMessageContaining("is not valid JSON");
  }

  @Test
  void readsEscapes() {
    ObjectNode node = read("{\"a\":\"\\u0041\\/\\ud83d\\udc33\\u00e9\",\"\\u0062\":1}");
    assertThat(node.path("a").asText()).isEqualTo("A/🐳é");
    assertThat(node.path("b").asInt()).isEqualTo(1);
  }

  /** RFC 8259, section 8.2: half a character is none; it could not be written in UTF-8. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":\"\\ud83d\"}",
        "{\"a\":\"\\udc33\"}",
        "{\"a\":\"\\udc33\\ud83d\"}",
        "{\"a\":[{\"b\":\"x\\ud83dx\"}]}",
        "{\"\\ud83d\":1}"
      })
  void refusesHalfACharacter(String text) {
    assertRefused(text).hasMessageContaining("is not valid JSON");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"b\":2,\"a\":3}",
        "{\"x\":{\"a\":1,\"a\":2}}",
        "{\"x\":[{\"a\":1,\"a\":2}]}",
        "{\"a\":1,\"\\u0061\":2}"
      })
  void refusesANameThatStandsTwice(String text) {
    assertRefused(text).hasMessageContaining("is not valid JSON (line 1, column ");
  }

  /** A server may answer with what it was sent. */
  @ParameterizedTest
  @ValueSource(strings = {"s3cret", "{\"a\": s3cret}", "{\"s3cret\":1,\"s3cret\":1}", "{} s3cret"})
  void doesNotQuoteWhatItRefuses(String text) {
    assertRefused(text).hasMessageNotContaining("s3cret");
  }

  @Test
  void namesThePlace() {
    assertRefused("{\n  \"a\": b\n}").hasMessageContaining("is not valid JSON (line 2, column 8)");
  }

  @Test
  void aNameMayStandAgainElsewhere() {
    String text = "{\"a\":{\"a\":[{\"a\":1},{\"a\":2}]}}";
    assertThat(rewritten(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}{}", "{} 1", "{}]", "{},", "{}\u0000", "{} garbage", "{}//"})
  void refusesWhatFollows(String text) {
    assertRefused(text).hasMessageContaining("is not valid JSON");
  }

  @ParameterizedTest
  @ValueSource(strings = {" {} ", "\r\n\t{\n}\r\n", "{}\n"})
  void whiteSpaceMayStandAround(String text) {
    assertThat(rewritten(text)).isEqualTo("{}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "\"a\"", "1", "1e2", "true", "null", "[{}]"})
  void refusesWhatIsNoObject(String text) {
    assertRefused(text).hasMessage("config of app is not a JSON object");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t "})
  void refusesAnEmptyText(String text) {
    assertRefused(text).hasMessage("config of app is not a JSON object");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "}",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{\"a\":[",
        "{\"a\":[1",
        "{\"a\":[1,",
        "{\"a\":[1,]}",
        "{\"a\":[1}",
        "{\"a\":\"",
        "{\"a\":\"\\",
        "{\"a\":\"\\u12",
        "{a:1}",
        "{'a':1}",
        "{\"a\":'b'}",
        "{\"a\":tru}",
        "{\"a\":TRUE}",
        "{\"a\" 1}",
        "{,}",
        "{\"a\":\"\\x41\"}",
        "{\"a\":\"line\nbreak\"}",
        "{/* c */}",
        "<html></html>"
      })
  void refusesWhatIsNoJson(String text) {
    assertRefused(text).hasMessageContaining("is not valid JSON");
  }

  /** Far below what the stack of a thread holds; the bound is the parser's. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{\"a\": | }", "[ | ]", "[{\"a\": | }]"})
  void refusesDeepNesting(String open, String close) {
    for (int depth : new int[] {1_500, 1_000_000}) {
      String deep = open.repeat(depth) + "1" + close.repeat(depth);
      assertRefused("{\"top\":" + deep + "}").hasMessageContaining("nesting depth");
      assertRefused("{\"top\":" + open.repeat(depth)).hasMessageContaining("nesting depth");
    }
  }

  @Test
  void writesWhateverDepthItReads() {
    String deep = "{\"a\":".repeat(400) + "[".repeat(400) + "1" + "]".repeat(400) + "}".repeat(400);
    assertThat(rewritten(deep)).isEqualTo(deep);
    assertThat(Json.prettyBytes(read(deep))).isNotEmpty();
  }

  /** A number without end would cost more than it is worth: conversion is quadratic. */
  @Test
  void refusesAnEndlessNumber() {
    assertRefused("{\"n\":" + "9".repeat(100_000) + "}").hasMessageContaining("is not valid JSON");
    assertRefused("{\"n\":0." + "9".repeat(100_000) + "}")
        .hasMessageContaining("is not valid JSON");
  }

  /** RFC 8259, section 8.1: UTF-8 and nothing else, so that every reader sees the same text. */
  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE"})
  void refusesOtherEncodings(String charset) {
    byte[] bytes = "{\"a\":\"b\"}".getBytes(Charset.forName(charset));
    assertThatThrownBy(() -> Json.parseObject(bytes, "config of app"))
        .isInstanceOf(MalformedContentException.class)
        .hasMessageContaining("config of app is not valid JSON");
  }

  /** RFC 3629, section 3: overlong forms and halves of a surrogate pair are no UTF-8. */
  @ParameterizedTest
  @CsvSource({
    "ff, no first byte",
    "80, a continuation alone",
    "c3, cut short",
    "e4b8, cut short",
    "c080, overlong two bytes",
    "c1a1, overlong two bytes",
    "e08080, overlong three bytes",
    "f0808080, overlong four bytes",
    "eda0bd, a high surrogate",
    "edb0b3, a low surrogate",
    "eda0bdedb0b3, a pair of them",
    "f4908080, beyond U+10FFFF",
    "f8888080, five bytes"
  })
  void refusesInvalidUtf8(String hex, String why) {
    for (String template : new String[] {"7b2261223a22%s227d", "7b22%s223a317d"}) {
      byte[] bytes = HexFormat.of().parseHex(template.formatted(hex));
      assertThatThrownBy(() -> Json.parseObject(bytes, "config of app"))
          .as(why)
          .isInstanceOf(MalformedContentException.class)
          .hasMessageContaining("config of app is not valid JSON");
    }
  }

  @Test
  void prettyHasTwoBlanksAndLineFeedsEverywhere() {
    ObjectNode node =
        read("{\"schema\":1,\"none\":{},\"list\":[{\"a\":[1,2]}],\"inner\":{\"b\":{\"c\":null}}}");
    assertThat(new String(Json.prettyBytes(node), UTF_8))
        .isEqualTo(
            """
            {
              "schema" : 1,
              "none" : { },
              "list" : [ {
                "a" : [ 1, 2 ]
              } ],
              "inner" : {
                "b" : {
                  "c" : null
                }
              }
            }
            """);
  }

  @Test
  void prettyIsReadAsTheSameTree() {
    ObjectNode node = randomObject(new Random(3), 5);
    byte[] pretty = Json.prettyBytes(node);
    assertThat(Json.parseObject(pretty, "pretty")).isEqualTo(node);
    assertThat(new String(pretty, UTF_8)).endsWith("}\n").doesNotEndWith("\n\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"a\":[1,-1,2147483648,9223372036854775808,1.5,1.50,0.1],\"b\":{\"c\":[{}]}}",
        "{\"a\":[true,false,null,\"\",\"🐳é\\n\\u0001\"]}",
        " { \"z\" : [ ] , \"a\" : \"\\u0041\" } "
      })
  void readsAndWritesAsAnObjectMapperDoes(String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    JsonNode theirs = MAPPER.readTree(bytes);
    ObjectNode ours = Json.parseObject(bytes, "document");
    assertThat(ours).isEqualTo(theirs);
    assertThat(Json.bytes(ours)).isEqualTo(MAPPER.writeValueAsBytes(theirs));
    assertThat(Json.bytes(theirs)).isEqualTo(MAPPER.writeValueAsBytes(ours));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void readsAndWritesALargeTreeAsAnObjectMapperDoes(long seed) throws IOException {
    ObjectNode tree = randomObject(new Random(seed), 7);
    byte[] theirBytes = MAPPER.writeValueAsBytes(tree);
    assertThat(theirBytes).hasSizeGreaterThan(10_000);
    assertThat(Json.bytes(tree)).isEqualTo(theirBytes);
    assertThat(Json.parseObject(theirBytes, "tree")).isEqualTo(tree);
    assertThat(MAPPER.readTree(theirBytes)).isEqualTo(tree);
    assertThat(Json.parseObject(Json.prettyBytes(tree), "tree")).isEqualTo(tree);
  }

  /** What is cut off anywhere is refused as malformed, never answered with another exception. */
  @Test
  void refusesEveryBeginningOfADocument() throws JsonProcessingException {
    String text = "{\"a\":[1.5e3,{\"b\\u0041\":\"🐳\\n\"},null,true],\"c\":{\"d\":-12}}";
    byte[] bytes = text.getBytes(UTF_8);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> Json.parseObject(cut, "cut"))
          .as("the first %s bytes", length)
          .isInstanceOf(MalformedContentException.class);
    }
    assertThat(rewritten(text)).isEqualTo(text.replace("\\u0041", "A"));
  }

  private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      String text) {
    return assertThatThrownBy(() -> read(text))
        .isInstanceOfSatisfying(
            MalformedContentException.class,
            e -> {
              assertThat(e.code()).isEqualTo(Code.PUBLICATION);
              assertThat(e.getMessage()).startsWith("config of app is not ").hasSizeLessThan(600);
            });
  }

  private static ObjectNode randomObject(Random random, int depth) {
    ObjectNode node = MAPPER.createObjectNode();
    for (int i = 0; i < 6; i++) {
      node.set(i + randomText(random), randomValue(random, depth - 1, i));
    }
    return node;
  }

  /** The first two members always go down, so that no tree is small. */
  private static JsonNode randomValue(Random random, int depth, int position) {
    int kind = position < 2 && depth > 0 ? position : 2 + random.nextInt(7);
    var nodes = MAPPER.getNodeFactory();
    return switch (kind) {
      case 0 -> randomObject(random, depth);
      case 1 -> {
        var array = nodes.arrayNode();
        for (int i = 0; i < 5; i++) {
          array.add(randomValue(random, depth - 1, i));
        }
        yield array;
      }
      case 2 -> nodes.numberNode(random.nextInt());
      case 3 -> nodes.numberNode(Integer.MAX_VALUE + 1L + random.nextInt(1000));
      case 4 -> nodes.numberNode(new java.math.BigInteger(200, random).setBit(100));
      case 5 -> nodes.numberNode(java.math.BigDecimal.valueOf(random.nextInt(1_000_000), 3));
      case 6 -> nodes.booleanNode(random.nextBoolean());
      case 7 -> nodes.nullNode();
      default -> nodes.textNode(randomText(random));
    };
  }

  private static String randomText(Random random) {
    return random
        .ints(random.nextInt(12), 0, Character.MAX_CODE_POINT + 1)
        .map(c -> random.nextBoolean() ? c % 128 : c)
        .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
