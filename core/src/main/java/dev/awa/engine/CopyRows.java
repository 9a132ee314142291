package dev.awa.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Rows for {@code ready/copy.sql} in PostgreSQL's binary COPY format: no text needs escaping, and
 * the server parses no numbers.
 */
final class CopyRows {
  private static final byte[] HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };
  private static final int COLUMNS = 6;

  private byte[] buffer = new byte[64 * 1024];
  private int length;

  CopyRows() {
    bytes(HEADER);
  }

  void add(int lane, long jobId, NewJob job) {
    int16(COLUMNS);
    int32(Integer.BYTES);
    int32(lane);
    int32(Long.BYTES);
    int32((int) (jobId >>> 32));
    int32((int) jobId);
    int32(Short.BYTES);
    int16(job.maxAttempts());
    text(job.kind());
    text(job.args());
    text(job.ext());
  }

  /** Ends the rows and answers how many bytes there are. */
  int finish() {
    int16(-1);
    return length;
  }

  byte[] bytes() {
    return buffer;
  }

  private void text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int32(utf8.length);
    bytes(utf8);
  }

  private void int16(int value) {
    room(Short.BYTES);
    buffer[length++] = (byte) (value >>> 8);
    buffer[length++] = (byte) value;
  }

  private void int32(int value) {
    int16(value >>> 16);
    int16(value);
  }

  private void bytes(byte[] bytes) {
    room(bytes.length);
    System.arraycopy(bytes, 0, buffer, length, bytes.length);
    length += bytes.length;
  }

  private void room(int more) {
    if (length + more > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
    }
  }
}
