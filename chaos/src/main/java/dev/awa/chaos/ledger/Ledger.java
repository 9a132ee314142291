package dev.awa.chaos.ledger;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one process writes down, outside of the queue: a file that each entry is appended to with
 * one write, so that what was written before the process was killed is there, and whole. Safe for
 * use by several threads, interrupted ones too: a channel would be closed by an interrupt.
 */
public final class Ledger implements AutoCloseable {
  private static final String SUFFIX = ".ledger";

  private final String process;
  private final FileOutputStream file;

  private Ledger(String process, FileOutputStream file) {
    this.process = process;
    this.file = file;
  }

  /** The ledger of a process, among those of a folder. */
  public static Ledger open(Path folder, String process) {
    try {
      Path path = Files.createDirectories(folder).resolve(process + SUFFIX);
      return new Ledger(process, new FileOutputStream(path.toFile(), true));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a producer does or hears. */
  public void produced(What what, String id, long jobId) {
    write(new Entry(Entry.now(), process, what, id, jobId, 0, Entry.NONE));
  }

  /** What a handler does. */
  public void ran(What what, String id, long jobId, int run, String detail) {
    write(new Entry(Entry.now(), process, what, id, jobId, run, detail));
  }

  /** What the worker hears of an ending. */
  public void heard(What verdict, long jobId, int run) {
    write(new Entry(Entry.now(), process, verdict, Entry.NONE, jobId, run, Entry.NONE));
  }

  /** Something is done to a process. Written before it is done, a kill after it. */
  public void fault(Fault fault, String victim) {
    write(new Entry(Entry.now(), victim, What.FAULT, Entry.NONE, 0, 0, fault.word()));
  }

  /** What was done to a process is over. */
  public void healed(Fault fault, String victim) {
    write(new Entry(Entry.now(), victim, What.HEALED, Entry.NONE, 0, 0, fault.word()));
  }

  private void write(Entry entry) {
    try {
      file.write(entry.line().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that the processes of a folder have written down, in order of time. */
  public static List<Entry> read(Path folder) {
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path path : files.filter(f -> f.toString().endsWith(SUFFIX)).toList()) {
        Files.readAllLines(path).forEach(line -> entries.add(Entry.parse(line)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    entries.sort(Comparator.comparingLong(Entry::micros));
    return entries;
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
