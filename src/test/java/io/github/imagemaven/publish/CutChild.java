package io.github.imagemaven.publish;

import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.store.ImageStore;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The process that {@link CutTest} ends: publishes one image and says how that went. */
final class CutChild {
  private CutChild() {}

  /** What the process says. */
  static final class Out implements Log {
    @Override
    public void debug(String line) {}

    @Override
    public void info(String line) {
      System.out.println(line);
    }

    /** Breaks, as Maven's console may do while its JVM ends. */
    @Override
    public void warn(String line) {
      if (line.startsWith("interrupted: ")) {
        throw new NumberFormatException("the console is being taken apart");
      }
      System.out.println(line);
    }
  }

  /**
   * @param arguments folder of the run, folder of the image, tags with commas between them,
   *     oci:DIR, repositories
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    try (HttpKit kit = new HttpKit(folder, new Out())) {
      ImageStore[] stores =
          Arrays.stream(arguments)
              .skip(3)
              .map(
                  text ->
                      text.startsWith("oci:")
                          ? kit.stores.open(text)
                          : kit.store(RepositoryName.parse(text)))
              .toArray(ImageStore[]::new);
      kit.publication.publish(
          kit.request(Path.of(arguments[1]), List.of(arguments[2].split(",")), stores));
      System.out.println("published");
    } catch (EnvironmentException e) {
      System.exit(1); // interrupted; nobody is left to say so, as when Maven's JVM ends
    }
  }
}
