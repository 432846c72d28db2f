package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Model;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose missing destination is a mistake before anything is compiled. */
class AloneTest {
  @TempDir Path root;

  private MavenProject module(String name) throws IOException {
    Model model = new Model();
    model.setArtifactId(name);
    MavenProject module = new MavenProject(model);
    Path folder = Files.createDirectories(root.resolve(name));
    module.setFile(Files.writeString(folder.resolve("pom.xml"), "<project/>").toFile());
    return module;
  }

  private static boolean isAlone(MavenProject module, MavenProject... others) throws Exception {
    MavenSession session = TestModules.session();
    List<MavenProject> all = new java.util.ArrayList<>(List.of(others));
    all.add(module);
    session.setAllProjects(all);
    return new Modules(session, TestModules.descriptor()).isAlone(module);
  }

  @Test
  void aProjectOfOneModule() throws Exception {
    MavenProject shop = module("shop");
    assertThat(isAlone(shop)).isTrue();
    shop.setParent(new MavenProject(new Model())); // from a repository
    assertThat(isAlone(shop)).isTrue();
  }

  @Test
  void notAModuleOfMany() throws Exception {
    assertThat(isAlone(module("library"), module("shop"))).isFalse();
  }

  @Test
  void norAModuleThatMavenWasStartedIn() throws Exception {
    MavenProject library = module("library");
    library.setParent(module("parent"));
    assertThat(isAlone(library)).isFalse();
    MavenProject other = module("other");
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    assertThat(isAlone(other)).isFalse();
  }
}
