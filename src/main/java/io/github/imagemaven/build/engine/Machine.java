package io.github.imagemaven.build.engine;

import io.github.imagemaven.oci.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Whose programs this machine runs: its own, and those that Linux hands to an interpreter.
 *
 * <p>Source: <a href="https://docs.kernel.org/admin-guide/binfmt-misc.html">Linux, binfmt_misc</a>;
 * for numbers of machines the ELF specification.
 *
 * @param architecture as the JVM calls it, {@code amd64} or {@code aarch64}
 * @param binfmt where the kernel shows its interpreters
 */
public record Machine(String architecture, Path binfmt) {
  /** Class (1 for 32 bits, 2 for 64), byte order (1 for little end first), machine. */
  private static final Map<String, int[]> ELF =
      Map.ofEntries(
          Map.entry("386", new int[] {1, 1, 3}),
          Map.entry("amd64", new int[] {2, 1, 62}),
          Map.entry("arm", new int[] {1, 1, 40}),
          Map.entry("arm64", new int[] {2, 1, 183}),
          Map.entry("loong64", new int[] {2, 1, 258}),
          Map.entry("mips64le", new int[] {2, 1, 8}),
          Map.entry("ppc64le", new int[] {2, 1, 21}),
          Map.entry("riscv64", new int[] {2, 1, 243}),
          Map.entry("s390x", new int[] {2, 2, 22}));

  /** What runs the programs of another by itself, or may: that depends on the processor. */
  private static final Map<String, List<String>> ALSO =
      Map.of("amd64", List.of("386"), "arm64", List.of("arm"));

  /** This one. */
  public static Machine here() {
    return new Machine(System.getProperty("os.arch", ""), Path.of("/proc/sys/fs/binfmt_misc"));
  }

  /**
   * Whether it runs programs of a platform. Where the kernel does not show its interpreters, as in
   * most containers, nobody can tell, and the engine is to try.
   */
  public boolean runs(Platform platform) {
    Platform own = own();
    String wanted = platform.architecture();
    return own.architecture().equals(wanted)
        || ALSO.getOrDefault(own.architecture(), List.of()).contains(wanted)
        || !ELF.containsKey(wanted)
        || !Files.exists(binfmt.resolve("status"))
        || isInterpreted(ELF.get(wanted));
  }

  /** What it runs by itself. */
  public Platform own() {
    return Platform.parse("linux/" + (architecture.isEmpty() ? "unknown" : architecture));
  }

  private boolean isInterpreted(int[] elf) {
    byte[] header = header(elf);
    try (Stream<Path> entries = Files.list(binfmt)) {
      for (Path entry : entries.toList()) {
        boolean isControl = entry.endsWith("register") || entry.endsWith("status");
        if (!isControl && isFor(header, Files.readAllLines(entry))) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return true; // nobody can tell
    }
  }

  /** The first bytes of a program. */
  private static byte[] header(int[] elf) {
    byte[] header = new byte[20];
    byte[] start = {0x7f, 'E', 'L', 'F', (byte) elf[0], (byte) elf[1], 1};
    System.arraycopy(start, 0, header, 0, start.length);
    int low = elf[1] == 1 ? 0 : 1; // where the lower byte of a number stands
    header[16 + low] = 2; // an executable
    header[18 + low] = (byte) elf[2];
    header[19 - low] = (byte) (elf[2] >> 8);
    return header;
  }

  private static boolean isFor(byte[] header, List<String> entry) {
    String magic = value(entry, "magic ");
    String mask = value(entry, "mask ");
    if (!entry.contains("enabled") || !entry.contains("offset 0") || magic.isEmpty()) {
      return false;
    }
    byte[] wanted = HexFormat.of().parseHex(magic);
    byte[] bits = HexFormat.of().parseHex(mask.isEmpty() ? "ff".repeat(wanted.length) : mask);
    for (int i = 0; i < Math.min(wanted.length, header.length); i++) {
      if (((wanted[i] ^ header[i]) & bits[i]) != 0) {
        return false;
      }
    }
    return true;
  }

  private static String value(List<String> entry, String name) {
    return entry.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip())
        .findFirst()
        .orElse("");
  }
}
