package io.github.imagemaven.build;

import io.github.imagemaven.build.JavaApplication.Dependency;
import io.github.imagemaven.build.JavaApplication.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What build plugins call the jars of dependencies.
 *
 * @param dependencies each by the names that its jar may have in an archive
 */
record Called(Map<String, Dependency> dependencies) {
  private static final Pattern TIMESTAMP = Pattern.compile("-[0-9]{8}\\.[0-9]{6}-[0-9]+");
  private static final Pattern COORDINATES = Pattern.compile("([^:]+):([^:]+):(.*)");

  Called {
    dependencies = Map.copyOf(dependencies);
  }

  /** Of several that one name may mean, the one that is called like that exactly. */
  static Called of(List<Dependency> dependencies) {
    Map<String, Dependency> called = new HashMap<>();
    List<Function<Dependency, Stream<String>>> forms =
        List.of(
            each -> Stream.of(each.file().getFileName().toString()),
            each -> names(each).stream(),
            Called::namesWithGroup);
    for (Function<Dependency, Stream<String>> form : forms) {
      for (Dependency dependency : dependencies) {
        form.apply(dependency).forEach(name -> called.putIfAbsent(name, dependency));
      }
    }
    return new Called(called);
  }

  /**
   * The names of a jar that is alone in having them: its file's, the same by base version, and what
   * a repository calls it. A module's own {@code target} may call it anything ({@code
   * <finalName>}), and plugins go by its coordinates.
   */
  static List<String> names(Dependency dependency) {
    String name = dependency.file().getFileName().toString();
    return List.of(byBaseVersion(name), name, inRepository(dependency));
  }

  /** The same with its group, as plugins call it where two would meet. */
  private static Stream<String> namesWithGroup(Dependency dependency) {
    Matcher matcher = COORDINATES.matcher(dependency.coordinates());
    String group = matcher.matches() ? matcher.group(1) : "";
    return names(dependency).stream().map(name -> group + "-" + name);
  }

  /** What a repository calls a dependency's jar; its own name where the coordinates are none. */
  static String inRepository(Dependency dependency) {
    Matcher matcher = COORDINATES.matcher(dependency.coordinates());
    return matcher.matches()
        ? (matcher.group(2) + "-" + matcher.group(3)).replace(':', '-') + ".jar"
        : dependency.file().getFileName().toString();
  }

  /** A name with {@code -SNAPSHOT} where it has the time at which one was deployed. */
  static String byBaseVersion(String fileName) {
    return TIMESTAMP.matcher(fileName).replaceFirst("-SNAPSHOT");
  }

  /** The dependency that a jar of an archive is; null where none is called like that. */
  @Nullable Dependency find(String fileName) {
    return dependencies.get(fileName);
  }

  /** The kind of a jar of an archive, by the dependency it is. */
  Kind kind(String fileName) {
    Dependency dependency = find(fileName);
    if (dependency != null) {
      return dependency.kind();
    }
    return byBaseVersion(fileName).contains("-SNAPSHOT") ? Kind.SNAPSHOT : Kind.RELEASE;
  }
}
