package io.github.imagemaven.workflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The workflows that README has for others to copy.
 *
 * @param text all of README
 * @param caller of the workflow of this repository
 * @param whole the same written out
 */
record Readme(String text, String caller, String whole) {
  private static final Pattern BLOCK =
      Pattern.compile("```yaml\\n(name: Images\\n.*?)```", Pattern.DOTALL);

  /**
   * @param root this repository
   */
  static Readme of(Path root) {
    try {
      String text = Files.readString(root.resolve("README.md"));
      List<String> blocks = BLOCK.matcher(text).results().map(each -> each.group(1)).toList();
      if (blocks.size() != 2) {
        throw new IllegalStateException("README has not two workflows but " + blocks.size());
      }
      return new Readme(text, blocks.get(0), blocks.get(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The caller with one piece of it replaced.
   *
   * @throws IllegalArgumentException where README has not that piece once
   */
  String callerWith(String piece, String other) {
    if (caller.split(Pattern.quote(piece), -1).length != 2) {
      throw new IllegalArgumentException("README's caller has not once " + piece);
    }
    return caller.replace(piece, other);
  }
}
