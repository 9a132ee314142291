package dev.awa.cli.job;

import dev.awa.InvalidJobException;
import dev.awa.Job;
import dev.awa.Limits;
import dev.awa.RawJson;
import dev.awa.admin.Documents;
import dev.awa.cli.terminal.CommandFailure;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.UsageFailure;
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
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/**
 * The jobs of a stream that has the arguments of one job on each line, as JSON. Blank lines are
 * passed over, a byte order mark at the beginning and carriage returns at line ends too. A line is
 * read up to a little more than the largest arguments, however long it is.
 */
public final class JobLines implements Iterator<Job<RawJson>> {
  private static final int LONGEST = Limits.ARGS_BYTES + 64 * 1024;
  private static final int LONGEST_WORD = 40;
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
      if (!isOfLine(e)) {
        throw new UsageFailure(e.getMessage() + ""); // every line would be as bad
      }
      Matcher unstorable = UNSTORABLE.matcher(json);
      throw new BadLine(line, unstorable.find() ? unstorable.start() + 1 : 1, e.getMessage());
    }
  }

  /**
   * Whether the arguments were refused, and not what all jobs have from the command line. A field
   * that is to be masked may be missing in the arguments of one line only.
   */
  private static boolean isOfLine(InvalidJobException refused) {
    return refused.field().equals("args")
        || refused.field().startsWith("unique.fields")
        || refused.rule().equals("must begin with a field of args");
  }

  private void requireJson(String json) {
    try (JsonParser parser = Documents.JSON.createParser(json)) {
      parser.nextToken();
      parser.skipChildren();
      if (parser.nextToken() != null) {
        throw new BadLine(
            line, parser.currentTokenLocation().getColumnNr(), "has more than one JSON value");
      }
    } catch (StreamConstraintsException e) {
      throw new BadLine(line, 1, "must nest at most " + Limits.JSON_DEPTH + " levels deep");
    } catch (UnexpectedEndOfInputException e) {
      throw new BadLine(line, json.length() + 1, "is not JSON: it ends too early");
    } catch (JacksonException e) {
      throw notJson(json, Math.clamp(e.getLocation().getColumnNr() - 1, 0, json.length()));
    }
  }

  /** The parser has stopped at a character, or behind the word that it does not know. */
  private BadLine notJson(String json, int stopped) {
    int from = stopped;
    while (from > 0
        && (from == json.length() || isOfWord(json, from))
        && isOfWord(json, from - 1)) {
      from--;
    }
    int to = from;
    while (to < json.length() && to < from + LONGEST_WORD && isOfWord(json, to)) {
      to++;
    }
    String found = json.substring(from, Math.min(json.length(), Math.max(to, from + 1)));
    return new BadLine(line, from + 1, "is not JSON: unexpected " + Printer.plain(found));
  }

  private static boolean isOfWord(String json, int at) {
    return Character.isLetterOrDigit(json.charAt(at)) || json.charAt(at) == '_';
  }

  /** A line that can't be a job. */
  static final class BadLine extends CommandFailure {
    private static final long serialVersionUID = 1L;

    BadLine(long line, int column, @Nullable String reason) {
      super("line " + line + ", column " + column + ": " + reason);
    }
  }
}
