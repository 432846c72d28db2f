package io.github.imagemaven.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.MalformedContentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Response;

/**
 * What a refusal says.
 *
 * <p>Source: <a
 * href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#error-codes">
 * distribution-spec, error codes</a>.
 *
 * @param codes what each error has under {@code "code"}, upper case
 * @param text the whole body, at most 64 KiB, not to be shown
 * @param description status, codes and messages for people, one line without our secrets: {@code
 *     403 Forbidden (DENIED: …)}
 */
record ErrorBody(List<String> codes, String text, String description) {
  /** Error and token bodies are read up to here. */
  static final int LIMIT = 64 << 10;

  private static final int SUMMARY_LIMIT = 300;
  private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\s]+");
  private static final Pattern DIGEST = Pattern.compile("sha256:[a-f0-9]{64}");

  /**
   * Reads the body; one that cannot be read, or is no JSON, still has its text.
   *
   * @param secrets what must not be shown where the body repeats it
   */
  static ErrorBody read(Response response, Secrets secrets) {
    String text;
    WholeAnswer.begin(response, WholeAnswer.LIMIT);
    try {
      text = new String(response.body().byteStream().readNBytes(LIMIT), StandardCharsets.UTF_8);
    } catch (IOException e) {
      text = "";
    }
    List<String> codes = new ArrayList<>();
    List<String> sentences = new ArrayList<>();
    try {
      JsonNode errors = Json.parseObject(text.getBytes(StandardCharsets.UTF_8), "error");
      for (JsonNode error : errors.path("errors")) {
        codes.add(error.path("code").asText("").toUpperCase(Locale.ROOT));
        sentences.add(
            (error.path("code").asText("") + ": " + error.path("message").asText("")).strip());
      }
      // Token servers answer {"details": …} or OAuth2's {"error": …, "error_description": …},
      // GitHub's API {"message": …}, Docker Hub's {"detail": …}.
      for (String member : List.of("details", "error_description", "message", "detail")) {
        if (sentences.isEmpty() && errors.path(member).isTextual()) {
          sentences.add(errors.path(member).asText());
        }
      }
    } catch (MalformedContentException e) {
      if (!text.stripLeading().startsWith("<")) {
        sentences.add(text);
      }
    }
    String status = line(secrets.hide(response.code() + " " + response.message()));
    String summary = line(secrets.hide(String.join("; ", sentences)));
    return new ErrorBody(
        List.copyOf(codes), text, summary.isEmpty() ? status : status + " (" + summary + ")");
  }

  boolean has(String code) {
    return codes.contains(code);
  }

  boolean mentions(String words) {
    return text.toLowerCase(Locale.ROOT).contains(words);
  }

  /** Every sha256 digest that the body names. */
  Set<Digest> digests() {
    Set<Digest> digests = new LinkedHashSet<>();
    Matcher matcher = DIGEST.matcher(text);
    while (matcher.find()) {
      digests.add(Digest.of(matcher.group()));
    }
    return digests;
  }

  /**
   * One line of what can be seen. By {@code ##[} GitHub's runner knows a command anywhere in a line
   * of its log.
   */
  private static String line(String words) {
    String line = UNSEEN.matcher(words).replaceAll(" ").replace("##[", "## [").strip();
    return line.length() <= SUMMARY_LIMIT ? line : line.substring(0, SUMMARY_LIMIT) + "…";
  }
}
