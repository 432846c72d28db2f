package io.github.imagemaven.mojo;

import io.github.imagemaven.build.StandardLabels;
import io.github.imagemaven.release.Commit;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.maven.model.License;
import org.apache.maven.model.Model;
import org.apache.maven.model.Scm;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * What a module's POM says of its image.
 *
 * <p>Address, source and licenses count where this module's POM or a parent on this disk writes
 * them. A parent from a repository describes itself: whoever builds on Spring Boot's does not
 * publish Spring Boot, nor under its license. They are taken as they are written, without the
 * artifactId that Maven appends on the way down, since repositories have no page of that name.
 */
final class ProjectLabels {
  /** {@code scm:git:…}; some systems are divided by a bar. */
  private static final Pattern SCM = Pattern.compile("scm[:|][^:|]+[:|](.+)");

  /** Git's short form of an address over SSH. */
  private static final Pattern SHORT_SSH = Pattern.compile("[\\w.-]+@([\\w.-]+):(?!/)(.+)");

  /** Source: SPDX specification, annex D, license expressions. */
  private static final Pattern EXPRESSION =
      Pattern.compile("\\(?[\\w.+-]+\\)?(?: (?:AND|OR|WITH) \\(?[\\w.+-]+\\)?)*");

  /** Where the licenses are that most POMs name in words. Source: the SPDX license list. */
  private static final Map<String, String> BY_ADDRESS =
      Map.of(
          "apache.org/licenses/LICENSE-2.0", "Apache-2.0",
          "opensource.org/licenses/MIT", "MIT",
          "eclipse.org/legal/epl-v10", "EPL-1.0",
          "eclipse.org/legal/epl-v20", "EPL-2.0",
          "eclipse.org/legal/epl-2.0", "EPL-2.0",
          "mozilla.org/MPL/2.0", "MPL-2.0");

  private final MavenProject project;

  private ProjectLabels(MavenProject project) {
    this.project = project;
  }

  /**
   * The labels.
   *
   * @param commit null where nobody knows
   * @param created null where nobody knows
   * @param release the version that the image is released as; null where it is none, and the POM's
   *     counts
   */
  static StandardLabels of(
      MavenProject project,
      @Nullable Commit commit,
      @Nullable Instant created,
      @Nullable String release) {
    ProjectLabels labels = new ProjectLabels(project);
    return new StandardLabels(
        project.getName(),
        ownDescription(project),
        labels.written(Model::getUrl),
        labels.source(),
        release == null ? project.getVersion() : release,
        commit == null ? null : commit.id(),
        labels.licenses(),
        created);
  }

  /** A parent's describes the parent. */
  private static @Nullable String ownDescription(MavenProject project) {
    return model(project).getDescription() == null ? null : project.getDescription();
  }

  private static Model model(MavenProject project) {
    Model original = project.getOriginalModel();
    return original == null ? project.getModel() : original;
  }

  /** The value of the nearest POM on this disk that has one, be it blank, resolved. */
  private @Nullable String written(Function<Model, @Nullable String> element) {
    MavenProject each = nearest(model -> element.apply(model) != null);
    return each == null || String.valueOf(element.apply(model(each))).isBlank()
        ? null
        : element.apply(each.getModel());
  }

  private @Nullable MavenProject nearest(Function<Model, Boolean> has) {
    for (MavenProject each = project;
        each != null && (each == project || each.getFile() != null);
        each = each.getParent()) {
      if (has.apply(model(each))) {
        return each;
      }
    }
    return null;
  }

  private @Nullable String source() {
    String url = written(model -> scm(model, Scm::getUrl));
    String address = url == null ? written(model -> scm(model, Scm::getConnection)) : url;
    return address == null ? null : web(address.strip());
  }

  private static @Nullable String scm(Model model, Function<Scm, @Nullable String> element) {
    return model.getScm() == null ? null : element.apply(model.getScm());
  }

  /**
   * An address that a browser opens, where that is plain: {@code git@host:acme/app.git} is {@code
   * https://host/acme/app} with every host that has both. A name and password have no place in a
   * label.
   */
  static @Nullable String web(String address) {
    Matcher scm = SCM.matcher(address);
    String plain = scm.matches() ? scm.group(1) : address;
    Matcher ssh = SHORT_SSH.matcher(plain);
    if (ssh.matches()) {
      return withoutGit("https://" + ssh.group(1) + "/" + ssh.group(2));
    }
    try {
      URI uri = new URI(plain);
      if (uri.getHost() == null) {
        return uri.getScheme() == null || plain.contains("@") ? null : plain;
      }
      boolean git = "ssh".equals(uri.getScheme()) || "git".equals(uri.getScheme());
      String scheme = git && uri.getPort() < 0 ? "https" : uri.getScheme();
      String clean =
          new URI(
                  scheme,
                  null,
                  uri.getHost(),
                  uri.getPort(),
                  uri.getPath(),
                  uri.getQuery(),
                  uri.getFragment())
              .toString();
      return git ? withoutGit(clean) : clean;
    } catch (URISyntaxException e) { // no address that anybody could open, perhaps with a ${…}
      return null;
    }
  }

  private static String withoutGit(String address) {
    return address.endsWith(".git") ? address.substring(0, address.length() - 4) : address;
  }

  /**
   * Of several licenses of a POM the user may choose one, as its model says of the element. A name
   * that is no SPDX expression and whose address is not known either stays in its own words.
   */
  private @Nullable String licenses() {
    MavenProject holder = nearest(model -> !model.getLicenses().isEmpty());
    if (holder == null) {
      return null;
    }
    List<String> names =
        holder.getModel().getLicenses().stream()
            .map(ProjectLabels::license)
            .filter(name -> !name.isEmpty())
            .distinct()
            .toList();
    return names.stream()
        .map(name -> names.size() > 1 && name.contains(" ") ? "(" + name + ")" : name)
        .collect(Collectors.joining(" OR "));
  }

  private static String license(License license) {
    String name = license.getName() == null ? "" : license.getName().strip();
    String url = license.getUrl() == null ? "" : license.getUrl();
    if (EXPRESSION.matcher(name).matches()) {
      return name;
    }
    return BY_ADDRESS.entrySet().stream()
        .filter(known -> url.contains(known.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(name);
  }
}
