package io.github.imagemaven.workflow;

import io.github.imagemaven.release.TestGit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Somebody's project with two images, one of them for one platform alone, in folders that are not
 * equally deep; and the git repository it lies in.
 */
final class Shop {
  private static final Pattern VERSION =
      Pattern.compile("<artifactId>image-maven-plugin</artifactId>\\s*<version>([^<]+)</version>");

  private static final String PARENT =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <groupId>com.acme</groupId>
        <artifactId>shop</artifactId>
        <version>1.0-SNAPSHOT</version>
        <packaging>pom</packaging>
        <modules>
          <module>orders</module>
          <module>services/billing</module>
        </modules>
        <properties>
          <maven.compiler.release>17</maven.compiler.release>
          <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
          <project.build.outputTimestamp>2026-11-24T00:00:00Z</project.build.outputTimestamp>
          <image.from>quay.io/lab/java:17</image.from>
          <image.extraTags>{major}.{minor}</image.extraTags>
        </properties>
        <build>
          <pluginManagement>
            <plugins>
              <plugin>
                <artifactId>maven-compiler-plugin</artifactId>
                <version>3.14.1</version>
              </plugin>
              <plugin>
                <artifactId>maven-surefire-plugin</artifactId>
                <version>3.5.4</version>
              </plugin>
              <plugin>
                <artifactId>maven-jar-plugin</artifactId>
                <version>3.5.0</version>
              </plugin>
            </plugins>
          </pluginManagement>
        </build>
        <profiles>
          <profile>
            <id>images</id>
            <properties>
              <maven.deploy.skip>true</maven.deploy.skip>
            </properties>
            <build>
              <plugins>
                <plugin>
                  <groupId>io.github.imagemaven</groupId>
                  <artifactId>image-maven-plugin</artifactId>
                  <version>VERSION</version>
                  <executions>
                    <execution>
                      <goals>
                        <goal>validate-tag</goal>
                        <goal>build-multiarch</goal>
                        <goal>push-all</goal>
                      </goals>
                    </execution>
                  </executions>
                </plugin>
              </plugins>
            </build>
          </profile>
        </profiles>
      </project>
      """;

  private static final String MODULE =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <parent>
          <groupId>com.acme</groupId>
          <artifactId>shop</artifactId>
          <version>1.0-SNAPSHOT</version>
          <relativePath>PARENT</relativePath>
        </parent>
        <artifactId>NAME</artifactId>
        <properties>
          PROPERTIES
        </properties>
      </project>
      """;

  private static final String MAIN =
      """
      package com.acme.NAME;

      public final class Main {
        public static void main(String[] arguments) {
          System.out.println("NAME");
        }
      }
      """;

  private final Path folder;
  private final TestGit git;

  /**
   * @param folder new
   * @param plugin the repository of the plugin, whose version the project has
   */
  Shop(Path folder, Path plugin) throws IOException, InterruptedException {
    this.folder = Files.createDirectories(folder);
    this.git = new TestGit(folder.getParent());
    Matcher version = VERSION.matcher(Files.readString(plugin.resolve("pom.xml")));
    if (!version.find()) {
      throw new IllegalStateException("the plugin's POM has no version");
    }
    write("pom.xml", PARENT.replace("VERSION", version.group(1)));
    module("orders", "../pom.xml", "");
    module("services/billing", "../../pom.xml", "<image.platforms>linux/amd64</image.platforms>");
    write(".gitignore", "target\n");
    git("init", "-q", "-b", "main");
  }

  private void module(String path, String parent, String properties) throws IOException {
    String name = path.substring(path.lastIndexOf('/') + 1);
    write(
        path + "/pom.xml",
        MODULE.replace("PARENT", parent).replace("NAME", name).replace("PROPERTIES", properties));
    write(path + "/src/main/java/com/acme/" + name + "/Main.java", MAIN.replace("NAME", name));
  }

  Path folder() {
    return folder;
  }

  void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  String git(String... arguments) throws IOException, InterruptedException {
    return git.run(folder, arguments);
  }

  /** The new commit. */
  String commit(String message) throws IOException, InterruptedException {
    write("NOTES", message);
    git("add", ".");
    git("commit", "-q", "-m", message);
    return git("rev-parse", "HEAD");
  }
}
