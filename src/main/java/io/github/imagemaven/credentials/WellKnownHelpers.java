package io.github.imagemaven.credentials;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Helpers that belong to the registry of a cloud and that nobody named: used where they are
 * installed. One that fails is reported as a place without a credential and not as a failure, since
 * it may be there for no reason of ours (a machine with the cloud's tools on it, not logged in),
 * and must not stand between us and a public image.
 */
final class WellKnownHelpers implements CredentialSource {
  private static final Pattern GOOGLE = Pattern.compile("(.+\\.)?gcr\\.io|.+-docker\\.pkg\\.dev");
  private static final Pattern AMAZON =
      Pattern.compile(".+\\.dkr\\.ecr(-fips)?\\..+\\.amazonaws\\.com(\\.cn)?|public\\.ecr\\.aws");
  private static final Pattern AZURE = Pattern.compile(".+\\.azurecr\\.(io|cn|us)");

  private final HelperPrograms programs;

  WellKnownHelpers(HelperPrograms programs) {
    this.programs = programs;
  }

  @Override
  public Credentials.Lookup find(String host) {
    List<String> places = new ArrayList<>();
    for (String helper : helpersOf(host)) {
      CredentialHelper installed = programs.find(helper);
      if (installed == null) {
        places.add(HelperPrograms.nameOf(helper) + " (not in PATH)");
        continue;
      }
      try {
        Credential credential = installed.get(host);
        places.add(installed.name() + (credential == null ? " (has none)" : ""));
        if (credential != null) {
          return new Credentials.Lookup(credential, places);
        }
      } catch (CredentialException e) {
        places.add(installed.name() + " (" + e.getMessage() + ")");
      }
    }
    return new Credentials.Lookup(null, places);
  }

  private static List<String> helpersOf(String host) {
    if (GOOGLE.matcher(host).matches()) {
      return List.of("gcr", "gcloud");
    }
    if (AMAZON.matcher(host).matches()) {
      return List.of("ecr-login");
    }
    return AZURE.matcher(host).matches() ? List.of("acr-env") : List.of();
  }
}
