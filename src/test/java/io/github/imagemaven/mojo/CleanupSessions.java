package io.github.imagemaven.mojo;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Index;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Sessions of two modules whose images go to a registry of this process. */
abstract class CleanupSessions {
  static final List<String> MODULES = List.of("parent", "orders", "billing");
  static final List<String> GOALS =
      List.of("validate-tag", "build-multiarch", "push-all", "cleanup-latest");

  @TempDir Path root;
  final InProcessRegistry registry = InProcessRegistry.start();

  @AfterEach
  void close() {
    registry.close();
  }

  /** A push of main whose images are no others'. */
  TestReactor push(String content) throws Exception {
    return push(root, registry.host(), content);
  }

  /** The same for a process of its own. */
  static TestReactor push(Path root, String host, String content) throws Exception {
    TestReactor reactor =
        new TestReactor(root, "orders", "billing")
            .set("registries", host + "/acme")
            .onGitHub("branch", "main");
    for (String file : List.of("output", "summary")) {
      Files.writeString(root.resolve(file), "");
    }
    reactor.environment.put("GITHUB_OUTPUT", root.resolve("output").toString());
    reactor.environment.put("GITHUB_STEP_SUMMARY", root.resolve("summary").toString());
    MODULES.forEach(
        each -> reactor.module(each).getProperties().setProperty("image.labels.content", content));
    return reactor;
  }

  /** Each module's goals, one module after the other, as Maven has them. */
  static TestReactor run(TestReactor reactor, String... goals) throws Exception {
    for (String module : MODULES) {
      for (String goal : goals) {
        reactor.goal(goal, module);
      }
    }
    reactor.end();
    return reactor;
  }

  static TestReactor run(TestReactor reactor) throws Exception {
    return run(reactor, GOALS.toArray(String[]::new));
  }

  /** Index and platforms of what latest names. */
  List<Digest> latest(String module) {
    RawManifest index = registry.manifest("acme/" + module, "latest").orElseThrow();
    List<Digest> digests = new ArrayList<>();
    digests.add(index.digest());
    Index.parse(index).manifests().forEach(each -> digests.add(each.digest()));
    return digests;
  }

  boolean isThere(String module, Digest digest) {
    return registry.manifest("acme/" + module, digest.toString()).isPresent();
  }

  List<RecordedRequest> deletions() {
    return registry.requests(
        each -> each.method().equals("DELETE") && each.path().contains("/manifests/"));
  }
}
