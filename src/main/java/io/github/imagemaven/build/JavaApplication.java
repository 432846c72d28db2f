package io.github.imagemaven.build;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A Java application as its build leaves it on disk.
 *
 * <p>A jar's image holds {@code libs}, {@code resources}, {@code classes} and {@code
 * classpath.args} below its root; the class path is resources, classes, then the dependencies in
 * their order. A war's image holds the war unpacked. What {@code spring-boot-maven-plugin} packed
 * decides which dependencies are taken and, by its {@code layers.idx}, into which layers all goes
 * but the jars of modules of the same build: those have a layer of their own, as they have without
 * Spring Boot, here below the layer of the classes. Where the index has them depends on which
 * modules the session builds, and the image must not.
 *
 * @param packaging plain class path or servlet container
 * @param artifact the jar or war that the build made, or the war unpacked; absolute. A jar may be
 *     missing, then only its manifest is missed
 * @param classes the compiled classes and resources ({@code target/classes}); absolute
 * @param dependencies the run-time class path without the module itself, in class path order
 * @param mainClass configured or from the jar plugin; null to have it found
 * @param jvmFlags before the class path on the command line
 * @param extraDirectories copied into the image's root, {@code src/main/image}; absolute, may be
 *     missing
 * @param appRoot where the application goes; null for the default of its packaging
 * @param owner {@code uid:gid} of all files added; null for {@code 0:0}
 * @param javaRelease the Java release the classes are compiled for, at least 8
 * @param inJar which files of {@code classes} the jar has, by relative paths with slashes; the
 *     others are not in the image either
 */
public record JavaApplication(
    Packaging packaging,
    Path artifact,
    Path classes,
    List<Dependency> dependencies,
    @Nullable String mainClass,
    List<String> jvmFlags,
    List<Path> extraDirectories,
    @Nullable String appRoot,
    @Nullable String owner,
    int javaRelease,
    Predicate<String> inJar)
    implements Content {

  /** An application with all of its classes and resources. */
  public JavaApplication(
      Packaging packaging,
      Path artifact,
      Path classes,
      List<Dependency> dependencies,
      @Nullable String mainClass,
      List<String> jvmFlags,
      List<Path> extraDirectories,
      @Nullable String appRoot,
      @Nullable String owner,
      int javaRelease) {
    this(
        packaging,
        artifact,
        classes,
        dependencies,
        mainClass,
        jvmFlags,
        extraDirectories,
        appRoot,
        owner,
        javaRelease,
        any -> true);
  }

  /** Copies the lists. */
  public JavaApplication {
    if (appRoot != null && appRoot.length() > 1 && appRoot.endsWith("/")) {
      appRoot = appRoot.substring(0, appRoot.length() - 1);
    }
    dependencies = List.copyOf(dependencies);
    jvmFlags = List.copyOf(jvmFlags);
    extraDirectories = List.copyOf(extraDirectories);
  }

  /** Where the application goes: {@link #appRoot}, or the default of its packaging. */
  String root() {
    return appRoot != null ? appRoot : packaging.defaultRoot;
  }

  /** A file of the application in the image. */
  String below(String name) {
    return root().equals("/") ? "/" + name : root() + "/" + name;
  }

  /** How the application is started. */
  public enum Packaging {
    /** {@code java -cp … Main}. */
    JAR("/app"),
    /** Exploded below a servlet container's web application folder; by default Jetty's. */
    WAR("/var/lib/jetty/webapps/ROOT");

    private final String defaultRoot;

    Packaging(String defaultRoot) {
      this.defaultRoot = defaultRoot;
    }
  }

  /**
   * One jar of the run-time class path.
   *
   * @param file the jar; absolute
   * @param kind how often it changes
   * @param coordinates {@code groupId:artifactId:version[:classifier]}, for {@code layers.idx},
   *     messages and the name of a module's jar
   */
  public record Dependency(Path file, Kind kind, String coordinates) {}

  /** How often a dependency changes: the layer it goes into. */
  public enum Kind {
    /** A released artifact. */
    RELEASE,
    /** A SNAPSHOT from a repository. */
    SNAPSHOT,
    /** A module of the same build. */
    PROJECT
  }
}
