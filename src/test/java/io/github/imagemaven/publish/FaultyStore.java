package io.github.imagemaven.publish;

import io.github.imagemaven.oci.BlobSource;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.oci.Transfer;
import io.github.imagemaven.registry.RegistryException;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.store.ImageStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A store that behaves like a registry, notes every call and breaks where it is told to. */
final class FaultyStore implements ImageStore {
  private final String name;
  private final ImageStore real;
  private final AtomicInteger count = new AtomicInteger();
  final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  volatile Fault fault = (number, call) -> {};
  volatile boolean canUntag = true;

  /** Decides about a call before it reaches the store. */
  interface Fault {
    /**
     * @param number the how-manieth call, from 1
     * @param call what is called, {@code "tag 1.2.3"}
     */
    void before(int number, String call) throws IOException;
  }

  FaultyStore(String name, ImageStore real) {
    this.name = name;
    this.real = real;
  }

  /** Breaks every call whose text begins so. */
  void breakAt(String beginning) {
    fault =
        (number, call) -> {
          if (call.startsWith(beginning)) {
            throw failure(call);
          }
        };
  }

  RegistryException failure(String call) {
    return new RegistryException(Code.PUBLICATION, name + ": broken at " + call, null);
  }

  private void call(String call) throws IOException {
    calls.add(call);
    fault.before(count.incrementAndGet(), call);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<RepositoryName> repository() {
    return Optional.of(RepositoryName.parse(name));
  }

  @Override
  public Optional<Descriptor> resolve(String selector) throws IOException {
    call("resolve " + selector);
    return real.resolve(selector);
  }

  @Override
  public Optional<RawManifest> manifest(String selector) throws IOException {
    call("manifest " + selector);
    return real.manifest(selector);
  }

  @Override
  public boolean hasBlob(Descriptor blob) throws IOException {
    call("hasBlob " + blob.digest());
    return real.hasBlob(blob);
  }

  @Override
  public InputStream openBlob(Descriptor blob) throws IOException {
    call("openBlob " + blob.digest());
    return real.openBlob(blob);
  }

  @Override
  public Transfer putBlob(Descriptor blob, BlobSource source, Collection<RepositoryName> mountFrom)
      throws IOException {
    call("putBlob " + blob.digest());
    if (!mountFrom.isEmpty() && !real.hasBlob(blob)) {
      real.putBlob(blob, source, mountFrom);
      return Transfer.MOUNTED;
    }
    return real.putBlob(blob, source, mountFrom);
  }

  @Override
  public void putManifest(RawManifest manifest) throws IOException {
    call("putManifest " + manifest.digest());
    real.putManifest(manifest);
  }

  @Override
  public boolean tag(String tag, RawManifest manifest, @Nullable Digest seen) throws IOException {
    call("tag " + tag);
    return real.tag(tag, manifest, seen);
  }

  @Override
  public Withdrawal withdraw(String tag, Digest moved) throws IOException {
    call("untag " + tag);
    return canUntag ? real.withdraw(tag, moved) : Withdrawal.IMPOSSIBLE;
  }
}
