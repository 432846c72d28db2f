package io.github.imagemaven.registry;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** A small request body; one-shot, so that OkHttp does not repeat it behind our back. */
final class Bytes extends RequestBody {
  private final @Nullable MediaType type;
  private final byte[] bytes;

  Bytes(@Nullable String type, byte[] bytes) {
    this.type = type == null ? null : MediaType.get(type);
    this.bytes = bytes;
  }

  /** The body of a POST that has none: {@code Content-Length: 0}. */
  static Bytes none() {
    return new Bytes(null, new byte[0]);
  }

  @Override
  public @Nullable MediaType contentType() {
    return type;
  }

  @Override
  public long contentLength() {
    return bytes.length;
  }

  @Override
  public boolean isOneShot() {
    return true;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    sink.write(bytes);
  }
}
