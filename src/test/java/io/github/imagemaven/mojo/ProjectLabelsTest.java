package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.build.StandardLabels;
import io.github.imagemaven.release.Commit;
import java.io.File;
import java.io.StringReader;
import java.time.Instant;
import org.apache.maven.model.Model;
import org.apache.maven.model.io.xpp3.MavenXpp3Reader;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectLabelsTest {
  private static final String IDENTITY =
      "<artifactId>shop</artifactId><version>1.3.0-SNAPSHOT</version>";

  private static Model model(String elements) throws Exception {
    return new MavenXpp3Reader()
        .read(new StringReader("<project>" + IDENTITY + elements + "</project>"));
  }

  /** What is written is what counts, as no parent has changed it. */
  private static MavenProject project(String elements) throws Exception {
    MavenProject project = new MavenProject(model(elements));
    project.setOriginalModel(model(elements));
    project.setFile(new File("pom.xml"));
    return project;
  }

  private static StandardLabels labels(MavenProject project) {
    return ProjectLabels.of(project, null, null, null);
  }

  @Test
  void aPomDescribesItsImage() throws Exception {
    Instant created = Instant.parse("2026-11-24T06:00:00Z");
    MavenProject project =
        project(
            "<name>The shop</name><description>Sells.</description><url>https://acme.example</url>"
                + "<scm><url>https://git.example/acme/shop</url></scm>"
                + "<licenses><license><name>MIT</name></license></licenses>");
    Commit commit = new Commit("c".repeat(40), created);
    assertThat(ProjectLabels.of(project, commit, created, "1.2.3"))
        .isEqualTo(
            new StandardLabels(
                "The shop",
                "Sells.",
                "https://acme.example",
                "https://git.example/acme/shop",
                "1.2.3",
                commit.id(),
                "MIT",
                created));
  }

  @Test
  void aPomThatSaysLittleHasAnArtifactIdAndAVersion() throws Exception {
    assertThat(labels(project("")))
        .isEqualTo(
            new StandardLabels("shop", null, null, null, "1.3.0-SNAPSHOT", null, null, null));
  }

  private static final String PARENT =
      "<description>Parent.</description><url>https://acme.example</url>"
          + "<scm><connection>scm:git:https://git.example/acme/parent.git</connection></scm>"
          + "<licenses><license><name>MIT</name></license></licenses>";

  /** Maven hands all of it down, with the artifactId behind both addresses. */
  private static MavenProject child(MavenProject parent) throws Exception {
    MavenProject child =
        new MavenProject(
            model(
                "<description>Parent.</description><url>https://acme.example/shop</url><scm>"
                    + "<connection>scm:git:https://git.example/acme/parent.git/shop</connection>"
                    + "</scm><licenses><license><name>MIT</name></license></licenses>"));
    child.setOriginalModel(model(""));
    child.setFile(new File("shop/pom.xml"));
    child.setParent(parent);
    return child;
  }

  @Test
  void aParentOfTheSameBuildCountsAsItIsWritten() throws Exception {
    assertThat(labels(child(project(PARENT))))
        .isEqualTo(
            new StandardLabels(
                "shop",
                null,
                "https://acme.example",
                "https://git.example/acme/parent.git",
                "1.3.0-SNAPSHOT",
                null,
                "MIT",
                null));
  }

  /** As Spring Boot's, whose license is not that of what is built on it. */
  @Test
  void aParentFromARepositoryDescribesItself() throws Exception {
    MavenProject parent = project(PARENT);
    parent.setFile(null);
    assertThat(labels(child(parent)))
        .isEqualTo(
            new StandardLabels("shop", null, null, null, "1.3.0-SNAPSHOT", null, null, null));
  }

  /** What start.spring.io writes to undo what is handed down. */
  @Test
  void anEmptyElementUndoesTheParents() throws Exception {
    MavenProject child = child(project(PARENT));
    child.setOriginalModel(
        model("<url/><scm><connection/><url/></scm><licenses><license/></licenses>"));
    child.getModel().setLicenses(child.getOriginalModel().getLicenses());
    StandardLabels labels = labels(child);
    assertThat(labels.url()).isNull();
    assertThat(labels.source()).isNull();
    assertThat(labels.licenses()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "https://git.example/acme/shop, https://git.example/acme/shop",
        "https://git.example:8443/a b, -",
        "scm:git:https://git.example/acme/shop.git, https://git.example/acme/shop.git",
        "scm:svn:https://svn.example/repos/shop/trunk, https://svn.example/repos/shop/trunk",
        "scm|git|https://git.example/shop, https://git.example/shop",
        "scm:git:git@git.example:acme/shop.git, https://git.example/acme/shop",
        "git@git.example:acme/shop.git, https://git.example/acme/shop",
        "scm:git:ssh://git@git.example/acme/shop.git, https://git.example/acme/shop",
        "scm:git:git://git.example/acme/shop.git, https://git.example/acme/shop",
        "ssh://git@git.example:29418/acme/shop, ssh://git.example:29418/acme/shop",
        "https://me:secret@git.example/acme/shop, https://git.example/acme/shop",
        "https://git.example/${name}, -",
        "scm:git:${url}, -",
        "me:secret@git.example, -",
      })
  void aSourceIsAnAddressForABrowser(String written, String expected) {
    assertThat(ProjectLabels.web(written)).isEqualTo(expected);
  }

  private static String licenses(String... elements) throws Exception {
    StringBuilder licenses = new StringBuilder();
    for (String element : elements) {
      licenses.append("<license>").append(element).append("</license>");
    }
    return labels(project("<licenses>" + licenses + "</licenses>")).licenses();
  }

  @Test
  void licensesAreAnExpressionWhereTheyCanBe() throws Exception {
    String apache =
        "<name>The Apache Software License, Version 2.0</name>"
            + "<url>https://www.apache.org/licenses/LICENSE-2.0.txt</url>";
    assertThat(licenses(apache)).isEqualTo("Apache-2.0");
    assertThat(licenses(apache, "<name>MIT</name>", "<name>MIT</name>"))
        .isEqualTo("Apache-2.0 OR MIT");
    assertThat(licenses("<name>MIT AND (BSD-2-Clause OR ISC)</name>", "<name>EPL-2.0</name>"))
        .isEqualTo("(MIT AND (BSD-2-Clause OR ISC)) OR EPL-2.0");
    assertThat(licenses("<name>All rights reserved by Acme</name>"))
        .isEqualTo("All rights reserved by Acme");
  }
}
