package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.maven.execution.BuildFailure;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.SessionData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code image.publishAtEnd}: who waits for whom, and for whom nobody waits. */
class PublishAtEndTest {
  private static final String TAG = "1.0-SNAPSHOT";

  @TempDir Path root;
  private final InProcessRegistry registry = InProcessRegistry.start();

  @AfterEach
  void close() {
    registry.close();
  }

  private TestReactor reactor(String... names) throws Exception {
    return new TestReactor(root, names)
        .set("registries", registry.host() + "/acme")
        .set("publish", "true");
  }

  private TestReactor built(String... names) throws Exception {
    TestReactor reactor = reactor(names);
    reactor.goal("build-multiarch");
    return reactor;
  }

  private static void failed(TestReactor reactor, String module) {
    IllegalStateException failure = new IllegalStateException("a test of " + module);
    reactor.session.getResult().addException(failure);
    reactor
        .session
        .getResult()
        .addBuildSummary(new BuildFailure(reactor.module(module), 1, failure));
  }

  private static void withoutPlugin(MavenProject module) {
    module.getBuild().getPlugins().clear();
    module.getBuild().flushPluginMap();
  }

  private void nothingIsNamed(String... images) {
    for (String image : images) {
      assertThat(registry.tags("acme/" + image)).isEmpty();
      assertThat(registry.blobs("acme/" + image)).as("content of " + image).isNotEmpty();
    }
  }

  @Test
  void modulesThatComeAtOnceAreNamedOnceWhenAllAreThere() throws Exception {
    String[] names = {"a", "b", "c", "d", "e", "f"};
    TestReactor reactor = built(names);
    reactor.goal("push-all", "parent");
    registry.forgetRequests();
    CyclicBarrier start = new CyclicBarrier(names.length);
    ExecutorService threads = Executors.newFixedThreadPool(names.length);
    try {
      List<Callable<Void>> modules = new ArrayList<>();
      for (String name : names) {
        modules.add(
            () -> {
              start.await();
              reactor.goal("push-all", name);
              return null;
            });
      }
      for (Future<Void> module : threads.invokeAll(modules)) {
        module.get();
      }
    } finally {
      threads.shutdown();
    }
    reactor.end();
    assertThat(reactor.session.getResult().getExceptions()).isEmpty();

    List<RecordedRequest> writes = registry.requests(each -> each.method().equals("PUT"));
    List<String> last =
        writes.subList(writes.size() - names.length, writes.size()).stream()
            .map(RecordedRequest::path)
            .toList();
    assertThat(last).doesNotHaveDuplicates().allMatch(path -> path.endsWith("/manifests/" + TAG));
    assertThat(writes).filteredOn(each -> each.path().endsWith(TAG)).hasSize(names.length);
  }

  @Test
  void aModuleWithoutThePluginThatHasFailedLeavesTagsToo() throws Exception {
    TestReactor reactor = built("orders", "billing", "checks");
    withoutPlugin(reactor.module("checks"));
    failed(reactor, "checks");
    for (String module : List.of("parent", "orders", "billing")) {
      reactor.goal("push-all", module);
    }
    nothingIsNamed("orders", "billing");
    assertThat(reactor.warnings).contains("No tag moves: checks failed");
    reactor.end();
    assertThat(reactor.session.getResult().getExceptions())
        .anySatisfy(
            e -> assertThat(e).hasMessageStartingWith("IMG-4: the content of orders, billing is"));
  }

  @Test
  void alsoWhereOneModuleAloneHasAnImage() throws Exception {
    TestReactor reactor = built("orders", "checks");
    withoutPlugin(reactor.module("parent"));
    withoutPlugin(reactor.module("checks"));
    failed(reactor, "checks");
    reactor.goal("push-all", "orders");
    nothingIsNamed("orders");
  }

  /** Another plugin's goal, bound to {@code deploy} below this one's. */
  @Test
  void aModuleThatFailsAfterItsOwnPushLeavesThem() throws Exception {
    TestReactor reactor = built("orders", "billing");
    reactor.goal("push-all", "parent");
    reactor.goal("push-all", "orders");
    failed(reactor, "orders");
    reactor.goal("push-all", "billing");
    nothingIsNamed("orders", "billing");
  }

  @Test
  void switchedOffAModuleIsNamedWhenItIsThere() throws Exception {
    TestReactor reactor = built("orders", "billing").set("publishAtEnd", "false");
    reactor.goal("push-all", "parent");
    reactor.goal("push-all", "orders");
    assertThat(registry.tags("acme/orders")).containsKey(TAG);
    failed(reactor, "billing");
    reactor.end();
    assertThat(reactor.session.getResult().getExceptions())
        .singleElement()
        .satisfies(e -> assertThat(e).hasMessage("a test of billing"));
  }

  /** The last one names the others, also where it sends nothing itself. */
  @ParameterizedTest
  @CsvSource({"skipPush, true", "dryRun, true", "publishAtEnd, false", "skip, true"})
  void whatOneModuleAloneSaysIsForItAlone(String setting, String value) throws Exception {
    TestReactor reactor = reactor("orders", "billing", "stock").set("stock", setting, value);
    reactor.goal("build-multiarch");
    for (String module : List.of("parent", "orders", "billing")) {
      reactor.goal("push-all", module);
    }
    nothingIsNamed("orders", "billing");
    reactor.goal("push-all", "stock");
    reactor.end();
    assertThat(registry.tags("acme/orders")).containsKey(TAG);
    assertThat(registry.tags("acme/billing")).containsKey(TAG);
    assertThat(registry.tags("acme/stock").containsKey(TAG))
        .isEqualTo(setting.equals("publishAtEnd"));
    assertThat(reactor.session.getResult().getExceptions()).isEmpty();
  }

  @Test
  void aModuleThatNamesItselfAndFailsLeavesTheOthersUnnamed() throws Exception {
    TestReactor reactor = built("orders", "billing").set("billing", "publishAtEnd", "false");
    reactor.goal("push-all", "parent");
    reactor.goal("push-all", "orders");
    registry.faultOnAll(RecordedRequest.manifestPut(TAG), Fault.status(403));
    assertThat(reactor.failing("push-all", "billing")).hasMessageContaining("403 Forbidden");
    registry.clearFaults();
    nothingIsNamed("orders", "billing");
    reactor.end();
    assertThat(reactor.session.getResult().getExceptions())
        .anySatisfy(e -> assertThat(e).hasMessageStartingWith("IMG-4: the content of orders is"));
  }

  /** {@code -pl}: what is not in the session is not waited for. */
  @Test
  void oneModuleOfManyIsNamedAtOnce() throws Exception {
    TestReactor reactor = built("orders", "billing");
    reactor.session.setProjects(List.of(reactor.module("billing")));
    reactor.session.getRequest().setSelectedProjects(List.of(":billing"));
    reactor.goal("push-all", "billing");
    assertThat(registry.tags("acme/billing")).containsKey(TAG);
    assertThat(registry.blobs("acme/orders")).isEmpty();
    reactor.end();
    assertThat(reactor.session.getResult().getExceptions()).isEmpty();
  }

  /**
   * Two modules may have loaded the plugin twice: what is of its classes is another's to neither.
   */
  @Test
  void whatModulesTellEachOtherIsOfTheJdk() throws Exception {
    TestReactor reactor = reactor("orders", "billing");
    ReadableData shared = new ReadableData();
    ((DefaultRepositorySystemSession) reactor.session.getRepositorySession()).setData(shared);
    reactor.goal("validate-tag");
    for (String module : List.of("parent", "orders")) {
      reactor.goal("build-multiarch", module);
      reactor.goal("push-all", module);
    }
    List<Object> told = new ArrayList<>();
    collect(shared.values, told);
    for (MavenProject module : reactor.session.getProjects()) {
      collect(reactor.session.getPluginContext(reactor.plugin(), module), told);
    }
    assertThat(told).contains("staged");
    assertThat(told)
        .allSatisfy(
            value -> assertThat(value.getClass().getClassLoader()).as("%s", value).isNull());
  }

  private static void collect(Object value, List<Object> told) {
    if (value instanceof Map<?, ?> map) {
      map.keySet().forEach(key -> collect(key, told));
      map.values().forEach(each -> collect(each, told));
    } else if (value instanceof Collection<?> collection) {
      collection.forEach(each -> collect(each, told));
    } else {
      told.add(value);
    }
  }

  /** What a session's modules share, which Maven itself does not list. */
  private static final class ReadableData implements SessionData {
    final Map<Object, Object> values = new ConcurrentHashMap<>();

    @Override
    public @Nullable Object get(Object key) {
      return values.get(key);
    }

    @Override
    public void set(Object key, @Nullable Object value) {
      throw new UnsupportedOperationException("two modules may set it at once");
    }

    @Override
    public boolean set(Object key, @Nullable Object oldValue, @Nullable Object newValue) {
      return oldValue == null && newValue != null && values.putIfAbsent(key, newValue) == null;
    }
  }
}
