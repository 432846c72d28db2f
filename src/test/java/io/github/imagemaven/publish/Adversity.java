package io.github.imagemaven.publish;

import io.github.imagemaven.registry.testing.Answer;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** For tests: registries, and what goes wrong with them, all by chance. */
final class Adversity implements AutoCloseable {
  static final String APP = "acme/app";
  static final String VERSION = "1.2.3";
  static final String LATEST = "latest";
  static final String SECRET = "s3cr3t/pass+word";

  final Random random;
  final List<InProcessRegistry> registries = new ArrayList<>();
  final List<Boolean> optional = new ArrayList<>();
  final List<String> tags;
  final boolean hasLayout;

  /** What has been chosen and what has happened, for messages. */
  final List<String> script = Collections.synchronizedList(new ArrayList<>());

  /** Each tag that another run has moved after this run had looked at it, and its registry. */
  final List<String> contested = Collections.synchronizedList(new ArrayList<>());

  /** When the run was asked to end; 0 where it was not. */
  final AtomicLong ending = new AtomicLong();

  private final TestImage image;
  private final TestImage theirs;
  private final Map<InProcessRegistry, Integer> looksBeforeLoss = new ConcurrentHashMap<>();

  /**
   * @param image what is about to be published
   * @param theirs what another run publishes
   */
  Adversity(long seed, TestImage image, TestImage theirs) {
    this.image = image;
    this.theirs = theirs;
    random = new Random(seed);
    random.nextInt();
    script.add("seed " + seed);
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      InProcessRegistry registry = InProcessRegistry.start();
      boolean drops = random.nextBoolean();
      int refusal = List.of(405, 400, 403, 404, 500).get(random.nextInt(5));
      registry.deletesTags(drops).refusesDeletionWith(refusal);
      if (random.nextInt(3) == 0) {
        registry.bearer("me", SECRET);
        script.add("bearer");
      }
      registry.manifestHead(random.nextInt(6) > 0).digestHeader(random.nextInt(6) > 0);
      int lag = random.nextInt(4) == 0 ? 1 + random.nextInt(2) : 0;
      registry.lag(lag);
      script.add("lag " + lag);
      registries.add(registry);
      optional.add(i > 0 && random.nextInt(4) == 0);
      script.add(
          name(i) + " drops " + drops + " " + refusal + (optional.get(i) ? " optional" : ""));
    }
    hasLayout = random.nextInt(3) == 0;
    List<String> some = new ArrayList<>(List.of(VERSION, LATEST));
    if (random.nextInt(3) == 0) {
      some.add("1.2");
    }
    Collections.shuffle(some, random);
    tags = List.copyOf(some);
  }

  String name(int i) {
    return registries.get(i).repository(APP).toString();
  }

  static Predicate<RecordedRequest> tag(String method, String tag) {
    return request ->
        request.method().equals(method) && request.path().endsWith("/manifests/" + tag);
  }

  private Predicate<RecordedRequest> child() {
    return RecordedRequest.of("HEAD", image.children.get(0).digest().toString())
        .or(RecordedRequest.of("GET", image.children.get(0).digest().toString()));
  }

  /** Whether a registry has lost a platform since anybody looked at it. */
  boolean hasLostUnseen(InProcessRegistry registry) {
    Integer looks = looksBeforeLoss.get(registry);
    return looks != null && registry.requests(child()).size() == looks;
  }

  /** Some requests fail; perhaps a platform is lost, tokens expire, another run comes along. */
  void begin() {
    int count = random.nextInt(6);
    for (int i = 0; i < count; i++) {
      fail();
    }
    if (random.nextInt(4) == 0) {
      losePlatform();
    }
    if (random.nextInt(4) == 0) {
      expireTokens();
    }
    if (random.nextInt(3) == 0) {
      theirsComes();
    }
  }

  private void fail() {
    int at = random.nextInt(registries.size());
    InProcessRegistry registry = registries.get(at);
    String tag = tags.get(random.nextInt(tags.size()));
    int times = List.of(1, 1, 2, 3, 1000).get(random.nextInt(5));
    Asked which = asked(tag);
    int skip = random.nextInt(3);
    AtomicInteger seen = new AtomicInteger();
    Predicate<RecordedRequest> some =
        request -> which.requests().test(request) && seen.getAndIncrement() >= skip;
    int kind = random.nextInt(11);
    registry.faultOn(some, times, fault(kind, which.name()));
    script.add(name(at) + " " + which.name() + " after " + skip + " x" + times + " kind " + kind);
  }

  private record Asked(String name, Predicate<RecordedRequest> requests) {}

  private Asked asked(String tag) {
    return switch (random.nextInt(9)) {
      case 0, 1, 2 -> new Asked("PUT " + tag, tag("PUT", tag));
      case 3, 4 -> new Asked("HEAD " + tag, tag("HEAD", tag));
      case 5 -> new Asked("DELETE " + tag, tag("DELETE", tag));
      case 6 -> new Asked("HEAD manifest", RecordedRequest.of("HEAD", "/manifests/sha256:"));
      case 7 -> new Asked("GET manifest", RecordedRequest.of("GET", "/manifests/sha256:"));
      default -> new Asked("blob", request -> request.path().contains("/blobs/"));
    };
  }

  private static Fault fault(int kind, String name) {
    return switch (kind) {
      case 0 -> Fault.status(429);
      case 1 -> Fault.status(500);
      case 2 -> Fault.status(503);
      case 3 -> Fault.status(403);
      case 4 -> Fault.dropBefore();
      case 5 -> Fault.dropAfter();
      case 6 -> Fault.alter(usual -> Answer.of(504));
      case 7 -> Fault.first(() -> nap(400));
      case 8 -> Fault.first(() -> nap(3000));
      case 9 -> name.startsWith("HEAD") ? Fault.status(412) : Fault.status(400);
      default ->
          name.startsWith("PUT")
              ? Fault.answer(Answer.error(404, "MANIFEST_BLOB_UNKNOWN", "blob unknown", ""))
              : Fault.status(404);
    };
  }

  private void losePlatform() {
    int at = random.nextInt(registries.size());
    int nth = 1 + random.nextInt(4);
    InProcessRegistry registry = registries.get(at);
    AtomicInteger seen = new AtomicInteger();
    registry.faultOn(
        request ->
            tags.stream().anyMatch(tag -> tag("HEAD", tag).or(tag("PUT", tag)).test(request))
                && seen.incrementAndGet() == nth,
        1,
        Fault.first(
            () -> {
              script.add(name(at) + " loses a platform at " + nth);
              registry.loseManifest(APP, image.children.get(0).digest());
              looksBeforeLoss.put(registry, registry.requests(child()).size());
            }));
  }

  private void expireTokens() {
    InProcessRegistry registry = registries.get(random.nextInt(registries.size()));
    int nth = random.nextInt(40);
    AtomicInteger seen = new AtomicInteger();
    registry.faultOn(
        request -> seen.incrementAndGet() == nth, 1, Fault.first(registry::expireTokens));
  }

  private void theirsComes() {
    int at = random.nextInt(registries.size());
    InProcessRegistry registry = registries.get(at);
    String tag = tags.get(random.nextInt(tags.size()));
    int nth = 1 + random.nextInt(5);
    AtomicInteger seen = new AtomicInteger();
    registry.faultOn(
        request -> tag("HEAD", tag).test(request) && seen.incrementAndGet() == nth,
        1,
        Fault.first(
            () -> {
              boolean put = !registry.requests(tag("PUT", tag)).isEmpty();
              registry.seedManifest(APP, tag, theirs.index);
              script.add(name(at) + " theirs at " + tag + " HEAD " + nth + " put " + put);
              if (put || tag.equals(VERSION)) {
                contested.add(name(at) + " " + tag);
              }
            }));
  }

  /** Perhaps the run is asked to end, at some request. */
  void interrupt(Publication publication) {
    if (random.nextInt(2) == 0) {
      return;
    }
    boolean atTags = random.nextInt(3) > 0;
    int at = 1 + random.nextInt(atTags ? 2 * registries.size() : 50);
    script.add("interrupted at " + (atTags ? "tag put " : "request ") + at);
    AtomicInteger count = new AtomicInteger();
    for (InProcessRegistry registry : registries) {
      registry.faultOn(
          request ->
              (!atTags || tags.stream().anyMatch(tag -> tag("PUT", tag).test(request)))
                  && count.incrementAndGet() == at,
          1,
          Fault.first(
              () -> {
                ending.set(System.nanoTime());
                Thread asks = new Thread(() -> publication.interrupt(Interruption.PATIENCE));
                asks.setDaemon(true);
                asks.start();
                nap(10);
              }));
    }
  }

  static void nap(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Nothing goes wrong any more. */
  void end() {
    registries.forEach(InProcessRegistry::clearFaults);
  }

  @Override
  public void close() {
    registries.forEach(InProcessRegistry::close);
  }
}
