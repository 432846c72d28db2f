package io.github.imagemaven.mojo;

import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.ImageException;
import java.io.IOException;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/** What all goals do in the same way: skip, say what failed. */
abstract class ImageMojo extends DeclaredSettings {
  private final SettingsDecrypter decrypter;

  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  private MavenSession session;

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  private MavenProject project;

  @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
  private MojoExecution execution;

  @SuppressWarnings("NullAway.Init") // Maven fills the parameters before it calls execute
  ImageMojo(SettingsDecrypter decrypter) {
    this.decrypter = decrypter;
  }

  @Override
  public final void execute() throws MojoExecutionException {
    Surroundings surroundings = Surroundings.ofThisProcess();
    execute(new Run(session, execution, decrypter, new MavenLog(getLog()), surroundings), project);
  }

  /** The goal's work on one module, whose failure Maven and the CI system are told. */
  final void execute(Run run, MavenProject module) throws MojoExecutionException {
    if (Desk.isLeftOut(run, module)) {
      run.log().info("image:" + run.execution().getGoal() + " is left to image:build");
      return;
    }
    RunReports reports = new RunReports(run);
    reports.begin();
    try {
      run(run, module);
    } catch (ImageException e) {
      reports.failed(e);
      throw failure(e.code() + ": " + e.getMessage(), e);
    } catch (IOException e) {
      EnvironmentException failure = new EnvironmentException(module.getArtifactId() + ": " + e, e);
      reports.failed(failure);
      throw failure(failure.code() + ": " + failure.getMessage(), e);
    } finally {
      run.end();
    }
  }

  /** Maven adds to a message those of its causes, which our sentences have said already. */
  private static MojoExecutionException failure(String message, Exception e) {
    MojoExecutionException failure = new MojoExecutionException(message);
    failure.addSuppressed(e);
    return failure;
  }

  /** The goal's own work on one module. */
  abstract void run(Run run, MavenProject module) throws IOException;
}
