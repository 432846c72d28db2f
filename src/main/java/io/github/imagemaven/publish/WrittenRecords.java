package io.github.imagemaven.publish;

import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What was published, written down for each image. */
final class WrittenRecords {
  private WrittenRecords() {}

  /**
   * Writes every record that can be written, since all is published, and then says what is not;
   * even by a thread that was interrupted.
   */
  static List<PublicationRecord> of(List<Staged> staged, Log log) {
    boolean interrupted = Thread.interrupted();
    try {
      return write(staged, log);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static List<PublicationRecord> write(List<Staged> staged, Log log) {
    List<PublicationRecord> records = new ArrayList<>();
    List<String> unwritten = new ArrayList<>();
    IOException cause = null;
    for (Staged one : staged) {
      PublicationRecord record = one.record();
      one.deliveries().stream()
          .filter(d -> !d.failed())
          .forEach(d -> log.info(DeliverySummary.of(d)));
      try {
        record.write(one.request().directory());
      } catch (IOException e) {
        cause = cause == null ? e : cause;
        Path file = one.request().directory().resolve(PublicationRecord.FILE);
        unwritten.add(file + " of " + record.digest() + ": " + e);
      }
      records.add(record);
    }
    if (cause != null) {
      throw new EnvironmentException(
          "everything is published, but the record of it cannot be written: "
              + String.join("; ", unwritten)
              + ": make room there, or put right what is named, and run again",
          cause);
    }
    return records;
  }
}
