package io.github.imagemaven.publish;

import io.github.imagemaven.build.SampleBuild;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.publish.PublishRequest.Destination;
import io.github.imagemaven.report.EnvironmentException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The process that {@link JoinCutTest} ends: joins the parts in a folder. */
final class JoinChild {
  private JoinChild() {}

  /**
   * @param arguments folder of the run, folder of the parts, repositories
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    try (HttpKit kit = new HttpKit(folder, new CutChild.Out())) {
      List<Destination> destinations = new ArrayList<>();
      for (String name : List.of(arguments).subList(2, arguments.length)) {
        destinations.add(new Destination(kit.store(RepositoryName.parse(name)), false));
      }
      JoinRequest request =
          new JoinRequest(
              new PublishRequest(
                  folder.resolve("target/image"),
                  destinations,
                  SplitRuns.TAGS,
                  kit.stores::open,
                  SampleBuild.REVISION),
              "app",
              Platform.parseList(SplitRuns.PLATFORMS),
              SplitRuns.VERSION,
              null,
              PartFolder.find(Path.of(arguments[1])));
      kit.publication.name(List.of(kit.publication.stage(request)));
      System.out.println("published");
    } catch (EnvironmentException e) {
      System.exit(1); // interrupted; nobody is left to say so, as when Maven's JVM ends
    }
  }
}
