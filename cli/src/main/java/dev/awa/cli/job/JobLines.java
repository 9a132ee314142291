package dev.awa.cli.job;

import dev.awa.InvalidJobException;
import dev.awa.Job;
import dev.awa.Limits;
import dev.awa.RawJson;
import dev.awa.cli.terminal.CommandFailure;
import dev.awa.cli.terminal.Printer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/**
 * The jobs of a stream that has the arguments of one job on each line, as JSON. Blank lines are
 * passed over, a byte order mark at the beginning and carriage returns at line ends too. A line is
 * read up to a little more than the largest arguments, however long it is.
 */
public final class JobLines implements Iterator<Job<RawJson>> {
  private static final int LONGEST = Limits.ARGS_BYTES + 64 * 1024;
  private static final Pattern UNSTORABLE =
      Pattern.compile("\\\\u0000|\\\\u[dD][89a-fA-F]|\\x00|\\p{Cs}");

  private final InputStream in;
  private final Function<RawJson, Job<RawJson>> job;
  private final Consumer<Job<?>> check;
  private final @Nullable OutputStream bad;
  private @Nullable Job<RawJson> next;
  private long line;
  private long bytes;
  private long skipped;

  /**
   * @param check throws when a job would be refused
   * @param bad where bad lines go; null when the first one is an error
   */
  public JobLines(
      InputStream in,
      Function<RawJson, Job<RawJson>> job,
      Consumer<Job<?>> check,
      @Nullable OutputStream bad) {
    this.in = in;
    this.job = job;
    this.check = check;
    this.bad = bad;
  }

  /** How many bytes have been read. */
  public long bytes() {
    return bytes;
  }

  /** How many bad lines were skipped. */
  public long skipped() {
    return skipped;
  }

  @Override
  public boolean hasNext() {
    try {
      while (next == null) {
        byte[] text = readLine();
        if (text == null) {
          return false;
        }
        next = jobOf(text);
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Job<RawJson> next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    Job<RawJson> answer = next;
    next = null;
    return answer;
  }

  private byte @Nullable [] readLine() throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream(256);
    int b = in.read();
    if (b < 0) {
      return null;
    }
    line++;
    while (b >= 0 && b != '\n') {
      bytes++;
      if (text.size() < LONGEST) {
        text.write(b);
      }
      b = in.read();
    }
    bytes++;
    return text.toByteArray();
  }

  private @Nullable Job<RawJson> jobOf(byte[] text) throws IOException {
    try {
      String json = decoded(text);
      return json.isBlank() ? null : checked(json);
    } catch (BadLine e) {
      if (bad == null) {
        throw e;
      }
      skipped++;
      bad.write(text);
      bad.write('\n');
      return null;
    }
  }

  private String decoded(byte[] text) {
    ByteBuffer buffer = ByteBuffer.wrap(text);
    try {
      String decoded =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(buffer)
              .toString();
      String json = line == 1 && decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded;
      return json.endsWith("\r") ? json.substring(0, json.length() - 1) : json;
    } catch (CharacterCodingException e) {
      throw new BadLine(line, buffer.position() + 1, "is not valid UTF-8");
    }
  }

  private Job<RawJson> checked(String json) {
    requireJson(json);
    Job<RawJson> candidate = job.apply(new RawJson(json));
    try {
      check.accept(candidate);
      return candidate;
    } catch (InvalidJobException e) {
      Matcher unstorable = UNSTORABLE.matcher(json);
      throw new BadLine(line, unstorable.find() ? unstorable.start() + 1 : 1, e.getMessage());
    }
  }

  private void requireJson(String json) {
    try (JsonParser parser = Printer.JSON.createParser(json)) {
      parser.nextToken();
      parser.skipChildren();
      if (parser.nextToken() != null) {
        throw new BadLine(
            line, parser.currentTokenLocation().getColumnNr(), "has more than one JSON value");
      }
    } catch (JacksonException e) {
      int column = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getColumnNr());
      throw new BadLine(line, column, "is not JSON: " + e.getOriginalMessage());
    }
  }

  /** A line that can't be a job. */
  static final class BadLine extends CommandFailure {
    private static final long serialVersionUID = 1L;

    BadLine(long line, int column, @Nullable String reason) {
      super("line " + line + ", column " + column + ": " + reason);
    }
  }
}
