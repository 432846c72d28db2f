package io.github.imagemaven.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GzipWriterTest {
  @TempDir Path folder;

  @Test
  void anEmptyStreamIsValid() throws Exception {
    assertThat(roundTrip(new byte[0], 1, 0)).isEqualTo(20);
  }

  @Test
  void everyLengthUpToAFewThousandBytesComesBack() throws Exception {
    Random random = new Random(1);
    for (int length = 1; length < 4000; length += 1 + length / 40) {
      roundTrip(lumpy(random, length), TarBlocks.BLOCK, 0);
    }
  }

  @Test
  void randomBytesGrowByTheStoredHeadersOnly() throws Exception {
    byte[] bytes = new byte[1_000_000];
    new Random(2).nextBytes(bytes);
    assertThat(roundTrip(bytes, TarBlocks.BLOCK, 0)).isLessThanOrEqualTo(1_000_000 + 16 * 6 + 20);
  }

  @Test
  void zerosShrinkToAlmostNothing() throws Exception {
    assertThat(roundTrip(new byte[10_000_000], TarBlocks.BLOCK, 0)).isLessThan(15_000);
  }

  @Test
  void everyByteValueAndEveryMatchLengthAndDistanceComesBack() throws Exception {
    Random random = new Random(3);
    byte[] bytes = new byte[3_000_000];
    random.nextBytes(bytes);
    for (int length = 3, at = 40_000; length <= 300 && at < 2_900_000; length++) {
      for (int distance = 1; distance <= 33_000; distance = distance * 3 + 1) {
        for (int i = 0; i < length; i++) {
          bytes[at + i] = bytes[at + i - distance];
        }
        at += length + 5;
      }
    }
    roundTrip(bytes, TarBlocks.BLOCK, 0);
  }

  @Test
  void skewedFrequenciesKeepCodesWithinTheirLimit() throws Exception {
    // Fibonacci frequencies would give codes of more than 15 bits.
    byte[] bytes = new byte[TarBlocks.BLOCK];
    int at = 0;
    for (int a = 1, b = 1, value = 0; at < bytes.length; value++) {
      int end = Math.min(bytes.length, at + a);
      Arrays.fill(bytes, at, end, (byte) value);
      at = end;
      int next = a + b;
      a = b;
      b = next;
    }
    shuffle(bytes, new Random(4));
    roundTrip(bytes, TarBlocks.BLOCK, 0);
  }

  @Test
  void storedAndDeflatedBlocksOfAnySizesMix() throws Exception {
    Random random = new Random(5);
    for (int round = 0; round < 60; round++) {
      roundTrip(
          lumpy(random, random.nextInt(400_000)),
          1 + random.nextInt(TarBlocks.BLOCK),
          1 + round % 4);
    }
  }

  @Test
  void classFilesComeOutNearlyAsSmallAsFromZlib() throws Exception {
    byte[] classes = classFiles();
    assertThat(roundTrip(classes, TarBlocks.BLOCK, 0)).isLessThan(zlibSize(classes) * 110L / 100);
  }

  /** Some megabytes of classes that are on every test class path. */
  private static byte[] classFiles() throws IOException {
    var out = new java.io.ByteArrayOutputStream();
    Path jar =
        Path.of(
            org.assertj.core.api.Assertions.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
    try (var zip = new java.util.zip.ZipFile(jar.toFile())) {
      for (var entry : java.util.Collections.list(zip.entries())) {
        try (var in = zip.getInputStream(entry)) {
          in.transferTo(out);
        }
      }
    }
    return out.toByteArray();
  }

  private static int zlibSize(byte[] bytes) {
    Deflater deflater = new Deflater(6, true);
    deflater.setInput(bytes);
    deflater.finish();
    byte[] buffer = new byte[1 << 16];
    int size = 0;
    while (!deflater.finished()) {
      size += deflater.deflate(buffer);
    }
    deflater.end();
    return size;
  }

  /** Compresses, decompresses by the JDK, and says how large the stream was. */
  private long roundTrip(byte[] bytes, int blockSize, int storeEvery) throws IOException {
    Path file = folder.resolve("blob");
    try (BlobFile blob = new BlobFile(file)) {
      GzipWriter gzip = new GzipWriter(blob);
      int number = 0;
      for (int at = 0; at < bytes.length; at += blockSize) {
        byte[] block = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + blockSize));
        if (storeEvery > 0 && number++ % storeEvery == 0) {
          gzip.store(block, block.length);
        } else {
          gzip.deflate(block, block.length);
        }
      }
      gzip.finish();
      blob.finish("text/plain");
    }
    byte[] compressed = Files.readAllBytes(file);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      assertThat(Arrays.equals(in.readAllBytes(), bytes)).as("the bytes come back").isTrue();
    }
    return compressed.length;
  }

  /** Words, repetitions and noise. */
  private static byte[] lumpy(Random random, int length) {
    byte[] bytes = new byte[length];
    byte[] words =
        "java/lang/Object Code LineNumberTable <init> ()V".getBytes(StandardCharsets.US_ASCII);
    for (int at = 0; at < length; ) {
      int count = Math.min(length - at, 1 + random.nextInt(90));
      for (int i = 0, kind = random.nextInt(4), from = random.nextInt(1 + at); i < count; i++) {
        bytes[at + i] =
            switch (kind) {
              case 0 -> (byte) random.nextInt();
              case 1 -> words[i % words.length];
              case 2 -> bytes[(from + i) % (at + 1)];
              default -> 0;
            };
      }
      at += count;
    }
    return bytes;
  }

  private static void shuffle(byte[] bytes, Random random) {
    for (int i = bytes.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      byte swap = bytes[i];
      bytes[i] = bytes[j];
      bytes[j] = swap;
    }
  }
}
