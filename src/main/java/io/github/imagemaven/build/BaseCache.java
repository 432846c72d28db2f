package io.github.imagemaven.build;

import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.ImageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * What this session has read of bases, so that fifty modules on one base make one request and get
 * one digest, even when the tag moves meanwhile. A failure is not remembered.
 *
 * <p>It keeps JDK types only, because modules of one session may have loaded this plugin more than
 * once and then share nothing else.
 */
final class BaseCache {
  /** Stands where a media type does, before a code, for one of our failures: its class is ours. */
  private static final String FAILURE = "failure ";

  private final ConcurrentMap<String, Future<Map.Entry<String, byte[]>>> session;

  BaseCache(ConcurrentMap<String, Future<Map.Entry<String, byte[]>>> session) {
    this.session = session;
  }

  /** Reads a document; where it is from and which one decides whether two are the same. */
  interface Read {
    RawManifest read() throws IOException;
  }

  /**
   * The document, read by the first who asks; others wait for it.
   *
   * @param key store and selector
   */
  RawManifest get(String key, Read read) throws IOException {
    CompletableFuture<Map.Entry<String, byte[]>> mine = new CompletableFuture<>();
    Future<Map.Entry<String, byte[]>> first = session.putIfAbsent(key, mine);
    if (first != null) {
      return await(first);
    }
    try {
      RawManifest document = read.read();
      mine.complete(Map.entry(document.mediaType(), document.bytes()));
      return document;
    } catch (ImageException e) {
      session.remove(key, mine);
      mine.complete(
          Map.entry(FAILURE + e.code().name(), e.getMessage().getBytes(StandardCharsets.UTF_8)));
      throw e;
    } catch (Throwable e) {
      session.remove(key, mine);
      mine.completeExceptionally(e);
      throw e;
    }
  }

  /** A failure that another module's request ended in. */
  private static final class Shared extends ImageException {
    Shared(Code code, String message) {
      super(code, message, null);
    }
  }

  private static RawManifest await(Future<Map.Entry<String, byte[]>> other) throws IOException {
    try {
      Map.Entry<String, byte[]> document = other.get();
      if (document.getKey().startsWith(FAILURE)) {
        Code code = Code.valueOf(document.getKey().substring(FAILURE.length()));
        throw new Shared(code, new String(document.getValue(), StandardCharsets.UTF_8));
      }
      return RawManifest.of(document.getKey(), document.getValue());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EnvironmentException("interrupted while reading the base image", e);
    } catch (ExecutionException e) {
      throw Futures.unwrap(e);
    }
  }
}
