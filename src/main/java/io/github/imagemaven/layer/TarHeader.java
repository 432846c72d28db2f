package io.github.imagemaven.layer;

import io.github.imagemaven.layer.LayerEntry.Content;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * The header of one tar entry: a ustar record, preceded by a pax extended header only where ustar
 * cannot say it.
 *
 * <p>Source: <a href="https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html">POSIX
 * pax</a>, "ustar Interchange Format" and "pax Header Block".
 */
final class TarHeader {
  /** Everything in a tar is a multiple of this many bytes. */
  static final int RECORD = 512;

  private static final int NAME = 100;
  private static final int PREFIX = 155;

  private final byte[] record = new byte[RECORD];

  private TarHeader() {}

  /** How many zeros follow content of this size. */
  static int padding(long size) {
    return (int) (-size & (RECORD - 1));
  }

  /**
   * The bytes that precede the entry's content.
   *
   * @param size of the content in bytes
   * @param modified in seconds since 1970
   */
  static byte[] of(LayerEntry entry, long size, long modified) {
    String name = entry.path().substring(1) + (entry.isDirectory() ? "/" : "");
    String target = entry.content() instanceof Content.SymbolicLink link ? link.target() : "";
    PaxRecords pax = new PaxRecords();
    TarHeader header = new TarHeader();
    header.name(name, pax);
    header.number(100, 8, entry.mode(), "mode", pax);
    header.number(108, 8, entry.uid(), "uid", pax);
    header.number(116, 8, entry.gid(), "gid", pax);
    header.number(124, 12, size, "size", pax);
    header.number(136, 12, modified, "mtime", pax);
    header.record[156] = (byte) type(entry.content());
    header.target(target, pax);
    byte[] main = header.finish();
    return pax.isEmpty() ? main : concat(extended(name, pax.bytes(), modified), main);
  }

  private static char type(Content content) {
    if (content instanceof Content.Directory) {
      return '5';
    }
    return content instanceof Content.SymbolicLink ? '2' : '0';
  }

  /** A pax header with its content and padding. */
  private static byte[] extended(String name, byte[] records, long modified) {
    PaxRecords none = new PaxRecords();
    TarHeader header = new TarHeader();
    header.text(0, NAME, ascii("PaxHeaders/" + name));
    header.number(100, 8, 0644, "mode", none);
    header.number(108, 8, 0, "uid", none);
    header.number(116, 8, 0, "gid", none);
    header.number(124, 12, records.length, "size", none);
    header.number(136, 12, modified, "mtime", none);
    header.record[156] = 'x';
    return concat(
        header.finish(), Arrays.copyOf(records, records.length + padding(records.length)));
  }

  private void name(String name, PaxRecords pax) {
    byte[] bytes = ascii(name);
    int slash = splitAt(name);
    if (!isAscii(name) || (bytes.length > NAME && slash < 0)) {
      pax.put("path", name);
      text(0, NAME, bytes);
    } else if (bytes.length <= NAME) {
      text(0, NAME, bytes);
    } else {
      text(345, PREFIX, Arrays.copyOf(bytes, slash));
      text(0, NAME, Arrays.copyOfRange(bytes, slash + 1, bytes.length));
    }
  }

  /** The last slash that leaves a prefix and a non-empty name which fit, or -1. */
  private static int splitAt(String name) {
    int slash = name.lastIndexOf('/', Math.min(PREFIX, name.length() - 2));
    return slash > 0 && name.length() - slash - 1 <= NAME ? slash : -1;
  }

  private void target(String target, PaxRecords pax) {
    if (!isAscii(target) || target.length() > NAME) {
      pax.put("linkpath", target);
    }
    text(157, NAME, ascii(target));
  }

  /** An octal number, or zero here and the number in a pax record. */
  private void number(int offset, int width, long value, String key, PaxRecords pax) {
    if ((value >> (3 * (width - 1))) != 0) {
      pax.put(key, Long.toString(value));
      octal(offset, width - 1, 0);
    } else {
      octal(offset, width - 1, value);
    }
  }

  private byte[] finish() {
    text(257, 8, ascii("ustar\00000"));
    text(329, 7, ascii("0000000"));
    text(337, 7, ascii("0000000"));
    Arrays.fill(record, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte value : record) {
      sum += value & 0xff;
    }
    octal(148, 6, sum);
    record[154] = 0;
    return record;
  }

  private void octal(int offset, int digits, long value) {
    for (int i = digits - 1; i >= 0; i--, value >>>= 3) {
      record[offset + i] = (byte) ('0' + (value & 7));
    }
  }

  private void text(int offset, int width, byte[] bytes) {
    System.arraycopy(bytes, 0, record, offset, Math.min(width, bytes.length));
  }

  /** The text where it is ASCII; an underscore for each other character. */
  private static byte[] ascii(String text) {
    byte[] bytes = new byte[text.length()];
    for (int i = 0; i < bytes.length; i++) {
      char c = text.charAt(i);
      bytes[i] = (byte) (c < 128 ? c : '_');
    }
    return bytes;
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 128);
  }

  private static byte[] concat(byte[] first, byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.writeBytes(second);
    return both.toByteArray();
  }
}
