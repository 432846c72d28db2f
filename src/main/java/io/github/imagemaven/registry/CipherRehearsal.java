package io.github.imagemaven.registry;

import io.github.imagemaven.report.Log;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Records of TLS that go to nobody, before the first that carry much. A JVM does not use the
 * processor's own instructions for a cipher before it has compiled what calls it, and it compiles
 * what has been called some thousand times. Reached with full records, that takes some 60 MB each
 * way, at a thirtieth of the later speed; reached with short ones, a tenth of a second.
 */
final class CipherRehearsal {
  /** Bytes of a body from which on this pays: with half of it a cold cipher takes as long. */
  static final long MUCH = 4 << 20;

  /** More calls than HotSpot counts before its last compilation. */
  private static final int RECORDS = 6000;

  private static final int LENGTH = 32;
  private static final int HEADER = 5;
  private static final int NONCE = 12;
  private static final int TAG = 16;

  private final Log log;
  private boolean held;

  CipherRehearsal(Log log) {
    this.log = log;
  }

  /** Holds it the first time; whoever comes meanwhile waits, since it would be slowed by more. */
  synchronized void hold() {
    if (held) {
      return;
    }
    held = true;
    try {
      log.debug("TLS: the cipher is warm after " + exchange(RECORDS) + " bytes");
    } catch (GeneralSecurityException | RuntimeException e) {
      // Another provider may want no such key; a connection asks it for others.
      log.debug("TLS: the cipher is not warmed up, what needs it will say why: " + e);
    }
  }

  /** Seals and opens as TLS 1.3 does; how many bytes came out as they had gone in. */
  private static long exchange(int records) throws GeneralSecurityException {
    Cipher sealing = Cipher.getInstance("AES/GCM/NoPadding");
    Cipher opening = Cipher.getInstance("AES/GCM/NoPadding");
    SecretKeySpec key = new SecretKeySpec(new byte[32], "AES"); // nothing is protected by it
    ByteBuffer plain = ByteBuffer.allocate(LENGTH);
    ByteBuffer sealed = ByteBuffer.allocate(LENGTH + TAG);
    ByteBuffer opened = ByteBuffer.allocate(LENGTH + TAG);
    long bytes = 0;
    for (int record = 0; record < records; record++) {
      byte[] nonce = ByteBuffer.allocate(NONCE).putInt(record).array();
      GCMParameterSpec spec = new GCMParameterSpec(TAG * Byte.SIZE, nonce);
      pass(sealing, Cipher.ENCRYPT_MODE, key, spec, plain.clear(), sealed.clear());
      bytes += pass(opening, Cipher.DECRYPT_MODE, key, spec, sealed.flip(), opened.clear());
    }
    return bytes;
  }

  private static int pass(
      Cipher cipher,
      int mode,
      SecretKeySpec key,
      GCMParameterSpec spec,
      ByteBuffer from,
      ByteBuffer to)
      throws GeneralSecurityException {
    cipher.init(mode, key, spec);
    cipher.updateAAD(new byte[HEADER]);
    return cipher.doFinal(from, to);
  }
}
