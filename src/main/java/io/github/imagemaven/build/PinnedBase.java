package io.github.imagemaven.build;

import io.github.imagemaven.oci.Reference;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.store.ImageStore;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Names a base by what its tag stands for now, so that several machines build on the same one. */
public final class PinnedBase {
  private PinnedBase() {}

  /**
   * The base's name, with its tag where it has one, and the digest of its index or only manifest.
   *
   * @param registries opens the repository of a base by its name
   * @param session what was read of bases in this session, as for {@link JavaApplicationBuilder}
   * @throws PlatformBuildException where there is no such image, or it is none
   */
  public static Reference of(
      BaseReference.InRegistry from,
      Function<String, ImageStore> registries,
      ConcurrentMap<String, Future<Map.Entry<String, byte[]>>> session,
      Log log)
      throws IOException {
    Base base = new BaseImages(registries, new BaseCache(session), log).resolve(from);
    Reference reference = from.reference();
    return new Reference(reference.repository(), reference.tag(), base.digest());
  }
}
