package io.github.imagemaven.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.imagemaven.oci.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** An image in one of the lab's two registries that images go to, read by skopeo. */
record LabRegistry(String host, String credentials, String image) {
  static LabRegistry ghcr(String image) {
    return new LabRegistry("127.10.0.1:443", "somebody:token-of-the-run", image);
  }

  static LabRegistry hub(String image) {
    return new LabRegistry("127.10.0.2:443", "shipper:token-of-the-hub", image);
  }

  /** The tags of the image; none where there is no such repository. */
  Set<String> tags() throws IOException, InterruptedException {
    Set<String> tags = new TreeSet<>();
    json(skopeo("list-tags", "")).path("Tags").forEach(tag -> tags.add(tag.asText()));
    return tags;
  }

  /** What a tag names. */
  Digest digest(String tag) throws IOException, InterruptedException {
    return Digest.ofBytes(skopeo("inspect --raw", ":" + tag));
  }

  /** The platforms of the index that a tag names. */
  List<String> platforms(String tag) throws IOException, InterruptedException {
    List<String> platforms = new ArrayList<>();
    for (JsonNode child : json(skopeo("inspect --raw", ":" + tag)).path("manifests")) {
      JsonNode platform = child.path("platform");
      platforms.add(platform.path("os").asText() + "/" + platform.path("architecture").asText());
    }
    return platforms;
  }

  /** Whether a manifest is there. */
  boolean has(Digest manifest) throws IOException, InterruptedException {
    return skopeo("inspect --raw", "@" + manifest).length > 0;
  }

  /** Whether each manifest that a tag's index lists is there. */
  boolean isWhole(String tag) throws IOException, InterruptedException {
    for (JsonNode child : json(skopeo("inspect --raw", ":" + tag)).path("manifests")) {
      if (!has(Digest.of(child.path("digest").asText()))) {
        return false;
      }
    }
    return true;
  }

  private static JsonNode json(byte[] text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  private byte[] skopeo(String verb, String selector) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("skopeo"));
    command.addAll(List.of(verb.split(" ")));
    command.addAll(List.of("--tls-verify=false", "--creds", credentials));
    command.add("docker://" + host + "/" + image + selector);
    Process process = new ProcessBuilder(command).start();
    byte[] output = process.getInputStream().readAllBytes();
    String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0
        && !error.contains("from registry 404")
        && !error.contains("manifest unknown")) {
      throw new IOException(String.join(" ", command) + ": " + error);
    }
    return output;
  }
}
