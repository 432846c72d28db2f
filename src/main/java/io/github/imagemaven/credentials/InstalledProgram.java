package io.github.imagemaven.credentials;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a program is that somebody calls by its name. */
public final class InstalledProgram {
  private static final boolean WINDOWS = File.separatorChar == '\\';
  private static final List<String> SUFFIXES =
      WINDOWS ? List.of(".exe", ".cmd", ".bat") : List.of("");

  private InstalledProgram() {}

  /**
   * Looks for it in {@code PATH}.
   *
   * @param name without a suffix that Windows wants
   * @param environment the variables that count
   * @return absolute; null where it is not installed
   */
  public static @Nullable Path find(String name, Map<String, String> environment) {
    for (String folder : path(environment).split(Pattern.quote(File.pathSeparator), -1)) {
      for (String suffix : SUFFIXES) {
        Path program = program(folder, name + suffix);
        if (program != null) {
          return program;
        }
      }
    }
    return null;
  }

  /** Relative folders are passed over: a checked out project must not bring its own program. */
  private static @Nullable Path program(String folder, String file) {
    try {
      Path program = Path.of(folder).resolve(file);
      boolean usable =
          program.isAbsolute() && Files.isRegularFile(program) && Files.isExecutable(program);
      return usable ? program : null;
    } catch (InvalidPathException e) {
      return null; // as the system does with an entry of PATH that is no path
    }
  }

  /** Windows calls it {@code Path}. */
  private static String path(Map<String, String> environment) {
    return environment.entrySet().stream()
        .filter(e -> WINDOWS ? e.getKey().equalsIgnoreCase("PATH") : e.getKey().equals("PATH"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }
}
