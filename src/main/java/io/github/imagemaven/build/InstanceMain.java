package io.github.imagemaven.build;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whether a class is one that Java starts since release 25 and not before: by a {@code main} that
 * is not public, not static, or without parameters.
 *
 * <p>Source: <a href="https://openjdk.org/jeps/512">JEP 512</a>; <a
 * href="https://docs.oracle.com/javase/specs/jvms/se25/html/jvms-4.html">The Java Virtual Machine
 * Specification, 4</a>.
 */
final class InstanceMain {
  static final int SINCE = 25;

  private static final int MAGIC = 0xCAFEBABE;

  private static final int PRIVATE = 0x0002;
  private static final int STATIC = 0x0008;
  private static final int INTERFACE_OR_ABSTRACT = 0x0200 | 0x0400;

  private final DataInputStream in;
  private @Nullable String[] texts = new String[0];
  private int[] names = new int[0];
  private boolean main;
  private boolean staticMain;
  private boolean constructor;

  private InstanceMain(DataInputStream in) {
    this.in = in;
  }

  /** The class's name; null where Java does not start it so, or the file is no class. */
  static @Nullable String of(Path file) throws IOException {
    try (InputStream bytes = Files.newInputStream(file);
        DataInputStream in = new DataInputStream(new BufferedInputStream(bytes))) {
      return new InstanceMain(in).starting();
    } catch (EOFException e) {
      return null;
    }
  }

  private @Nullable String starting() throws IOException {
    if (in.readInt() != MAGIC) {
      return null;
    }
    in.readInt(); // version
    readConstants();
    int access = in.readUnsignedShort();
    String name = texts[names[in.readUnsignedShort()]];
    in.readUnsignedShort(); // super class
    in.skipNBytes(2L * in.readUnsignedShort()); // interfaces
    readMembers(false);
    readMembers(true);
    boolean instance = main && constructor && (access & INTERFACE_OR_ABSTRACT) == 0;
    return name != null && (staticMain || instance) ? name.replace('/', '.') : null;
  }

  private void readConstants() throws IOException {
    int count = in.readUnsignedShort();
    texts = new String[count];
    names = new int[count];
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> texts[i] = in.readUTF();
        case 7 -> names[i] = in.readUnsignedShort();
        case 8, 16, 19, 20 -> in.skipNBytes(2);
        case 15 -> in.skipNBytes(3);
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
        case 5, 6 -> {
          in.skipNBytes(8);
          i++; // takes two places
        }
        default -> throw new IOException("no constant has the tag " + tag);
      }
    }
  }

  private void readMembers(boolean methods) throws IOException {
    int count = in.readUnsignedShort();
    for (int i = 0; i < count; i++) {
      int access = in.readUnsignedShort();
      String name = texts[in.readUnsignedShort()];
      String type = texts[in.readUnsignedShort()];
      int attributes = in.readUnsignedShort();
      for (int k = 0; k < attributes; k++) {
        in.readUnsignedShort();
        in.skipNBytes(Integer.toUnsignedLong(in.readInt()));
      }
      if (methods && (access & PRIVATE) == 0) {
        see(access, name, type);
      }
    }
  }

  private void see(int access, @Nullable String name, @Nullable String type) {
    if ("<init>".equals(name)) {
      constructor |= "()V".equals(type);
    } else if ("main".equals(name)
        && ("()V".equals(type) || "([Ljava/lang/String;)V".equals(type))) {
      main = true;
      staticMain |= (access & STATIC) != 0;
    }
  }
}
