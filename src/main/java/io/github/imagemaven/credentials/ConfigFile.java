package io.github.imagemaven.credentials;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of docker or podman: {@code auths}, {@code credHelpers}, {@code credsStore}.
 *
 * <p>Precedence as in docker (<a
 * href="https://github.com/docker/cli/blob/v28.0.0/cli/config/configfile/file.go">configfile</a>):
 * a helper named for the host is the only one asked; else {@code credsStore}, if there is one, is
 * the only one asked; else the entry in {@code auths} counts. A helper named "" means {@code
 * auths}. Entries of {@code auths} beside a store are what docker leaves there to remember where it
 * logged in.
 *
 * <p>Keys for a namespace ({@code quay.io/acme}, podman only) are not used: credentials here are by
 * host, and one that is meant for a part of a registry must not go with requests to another part.
 */
final class ConfigFile implements CredentialSource {
  private final Path file;
  private final boolean legacy;
  private final HelperPrograms programs;

  private ConfigFile(Path file, boolean legacy, HelperPrograms programs) {
    this.file = file;
    this.legacy = legacy;
    this.programs = programs;
  }

  static ConfigFile of(Path file, HelperPrograms programs) {
    return new ConfigFile(file, false, programs);
  }

  /** {@code ~/.dockercfg}, which is one {@code auths} object. */
  static ConfigFile legacy(Path file, HelperPrograms programs) {
    return new ConfigFile(file, true, programs);
  }

  @Override
  public Credentials.Lookup find(String host) {
    ObjectNode config = read();
    if (config == null) {
      return Credentials.Lookup.nothing(file + " (no such file)");
    }
    if (legacy) {
      return entry(config, host);
    }
    String helper = helper(config, host);
    return helper.isEmpty() ? entry(member(config, "auths"), host) : ask(helper, host);
  }

  private Credentials.Lookup ask(String helper, String host) {
    String program = HelperPrograms.nameOf(helper);
    Credential credential = programs.required(helper, file.toString()).get(host);
    return credential != null
        ? Credentials.Lookup.found(credential, file + " (" + program + ")")
        : Credentials.Lookup.nothing(file + " (" + program + " has none)");
  }

  /** The name of the helper that answers for a host, empty where the file itself does. */
  private String helper(ObjectNode config, String host) {
    ObjectNode helpers = member(config, "credHelpers");
    for (String key : keys(helpers, host)) {
      return text(helpers, key);
    }
    return text(config, "credsStore");
  }

  private Credentials.Lookup entry(ObjectNode auths, String host) {
    for (String key : keys(auths, host)) {
      Credential credential = new AuthEntry(file, key, member(auths, key)).credential();
      if (credential != null) {
        return Credentials.Lookup.found(credential, file + " (auths " + key + ")");
      }
    }
    return Credentials.Lookup.nothing(
        file
            + (hasNamespaces(auths, host)
                ? " (entries for parts of "
                    + host
                    + " only, which are not used; log in to "
                    + host
                    + ")"
                : " (no entry)"));
  }

  private static boolean hasNamespaces(ObjectNode auths, String host) {
    return names(auths).stream()
        .map(RegistryKey::parse)
        .anyMatch(key -> key.host().equals(host) && !key.isWhole());
  }

  /** The keys that mean a host, docker's own spelling first. */
  private static List<String> keys(ObjectNode object, String host) {
    List<String> keys = new ArrayList<>();
    String first = RegistryKey.spokenToDocker(host);
    for (String name : names(object)) {
      RegistryKey key = RegistryKey.parse(name);
      if (name.equals(first)) {
        keys.add(0, name);
      } else if (key.isWhole() && key.host().equals(host)) {
        keys.add(name);
      }
    }
    return keys;
  }

  private static List<String> names(ObjectNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private ObjectNode member(ObjectNode object, String name) {
    JsonNode node = object.path(name);
    if (node.isMissingNode() || node.isNull()) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (node instanceof ObjectNode member) {
      return member;
    }
    throw malformed("\"" + name + "\" should be an object");
  }

  private String text(ObjectNode object, String name) {
    JsonNode node = object.path(name);
    if (node.isMissingNode() || node.isNull()) {
      return "";
    }
    if (node.isTextual()) {
      return node.textValue().strip();
    }
    throw malformed("\"" + name + "\" should be a string");
  }

  private @Nullable ObjectNode read() {
    try {
      return SecretJson.parse(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return null;
    } catch (SecretJson.MalformedException e) {
      throw malformed("it " + e.getMessage());
    } catch (IOException e) {
      throw new CredentialException(
          "Credentials file "
              + file
              + " cannot be read: "
              + e
              + ". Make it readable, or remove it.",
          e);
    }
  }

  private CredentialException malformed(String what) {
    return new CredentialException(
        "Credentials file " + file + ": " + what + ". Correct it, or remove it and log in again.",
        null);
  }
}
