package io.github.imagemaven.mojo;

import io.github.imagemaven.publish.Publication;
import io.github.imagemaven.publish.PublicationRecord;
import io.github.imagemaven.publish.PublishRequest;
import io.github.imagemaven.publish.PublishRequest.Destination;
import java.io.IOException;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/**
 * Publishes what {@code build-multiarch} built to every destination: content first, everywhere,
 * then the tags. Says in {@code target/image/publication.json} what it did.
 */
@Mojo(name = "push-all", defaultPhase = LifecyclePhase.DEPLOY, threadSafe = true)
public final class PushAllMojo extends ImageMojo {
  /**
   * @param decrypter Maven's own
   */
  @Inject
  public PushAllMojo(SettingsDecrypter decrypter) {
    super(decrypter);
  }

  @Override
  void run(Run run, MavenProject module) throws IOException {
    Settings settings = run.settings(module);
    if (run.state(module).whyNoImage() != null || NoImage.reason(settings, module) != null) {
      run.log().debug("Nothing to publish: " + module.getArtifactId() + " has no image");
      return;
    }
    SessionCheck.warnings(run, module, settings);
    List<String> tags = TagList.of(settings);
    List<DestinationName> destinations = Destinations.toPublish(settings, module);
    Destinations.left(settings, module, destinations).ifPresent(run.log()::info);
    if (destinations.isEmpty()) {
      return;
    }
    Offline.checkDestinations(run.session(), destinations);
    PublicationRecord record = publish(run, module, settings, destinations, tags);
    Summary.published(record, run.elapsed()).forEach(run.log()::info);
  }

  private static PublicationRecord publish(
      Run run,
      MavenProject module,
      Settings settings,
      List<DestinationName> destinations,
      List<String> tags)
      throws IOException {
    try (Connections connections = run.connect(settings, module)) {
      PublishRequest request =
          new PublishRequest(
              BuildRequests.imageDirectory(module),
              destinations.stream()
                  .map(name -> new Destination(connections.open(name), name.optional()))
                  .toList(),
              tags,
              connections::openBase);
      return new Publication(run.log(), connections.progress(), connections.cache())
          .publish(request);
    }
  }
}
