package io.github.imagemaven.cleanup;

import io.github.imagemaven.credentials.Credential;

/**
 * What GitHub's API knows us by, and what kind of token it is, since each gets its rights at
 * another place.
 *
 * <p>Source: <a
 * href="https://docs.github.com/en/packages/learn-github-packages/about-permissions-for-github-packages">About
 * permissions for GitHub Packages</a>; the prefixes are those of <a
 * href="https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats">GitHub's
 * token formats</a>.
 */
final class GithubToken {
  private final String text;

  private GithubToken(String text) {
    this.text = text;
  }

  /**
   * The password that the registry is given, which at GitHub is always a token.
   *
   * @throws CleanupException where there is no password
   */
  static GithubToken of(String host, Credential credential) {
    if (credential instanceof Credential.Basic basic) {
      return new GithubToken(basic.password());
    }
    throw new CleanupException(
        "clean-up of "
            + host
            + " needs a user name and a token, as GitHub's packages API does not know "
            + credential
            + "; set the variables GITHUB_ACTOR and GITHUB_TOKEN, put a <server> with user and"
            + " token into settings.xml, or use docker login",
        null);
  }

  String authorization() {
    return "Bearer " + text;
  }

  /** Whether a workflow was given it, so that it is nobody's: {@code GET /user} refuses it. */
  boolean isOfWorkflow() {
    return text.startsWith("ghs_");
  }

  /** What it needs, and where that is given. */
  String rights(String owner, String name) {
    String settings = "package settings of " + owner + "/" + name;
    if (isOfWorkflow()) {
      return "the workflow's token needs 'permissions: packages: write' in its job, and the role"
          + " Admin for the workflow's repository in the "
          + settings
          + ", under Manage Actions access";
    }
    String classic =
        "a classic personal access token with read:packages and delete:packages, of somebody who"
            + " has the role Admin in the "
            + settings
            + ", or in a workflow its own token with 'permissions: packages: write' and the role"
            + " Admin under Manage Actions access there";
    return text.startsWith("github_pat_")
        ? "a fine-grained token has no rights on packages at all: use " + classic
        : "use " + classic;
  }

  @Override
  public String toString() {
    return "***";
  }
}
