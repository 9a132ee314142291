package dev.awa.bench.peer;

import dev.awa.bench.lab.Jvm;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A JVM of its own that works on the queue of a peer; {@link ChildMain} is its other side. */
public final class Child implements AutoCloseable {
  private static final String HEAP = "-Xmx512m";
  private static final int TAIL = 2000;
  private static final long PATIENCE_SECONDS = 60;

  private final Path log;
  private final Process process;
  private final BufferedWriter commands;
  private final BufferedReader answers;

  private Child(Path log, Process process) {
    this.log = log;
    this.process = process;
    commands = process.outputWriter();
    answers = process.inputReader();
  }

  /**
   * Starts a process; {@link #awaitAnswer} returns when it is ready for commands. It logs to a
   * file.
   */
  public static Child launch(Peer peer, Site site, Path log) throws IOException {
    List<String> words = new ArrayList<>(Jvm.command(ChildMain.class, List.of(HEAP)));
    words.addAll(List.of(peer.name(), site.url()));
    return new Child(
        log,
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.to(log.toFile())).start());
  }

  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** Tells it to start workers; each command has an answer that must be awaited. */
  public void start(Path ledger, Work work, int workers) throws IOException {
    send(
        String.join(
            "\t",
            "start",
            ledger.toString(),
            Integer.toString(work.ledger().size()),
            Long.toString(work.sleep().toMillis()),
            Boolean.toString(work.isMixed()),
            Integer.toString(work.holder()),
            Integer.toString(workers)));
  }

  /** Tells it to stop its workers. */
  public void stop() throws IOException {
    send("stop");
  }

  private void send(String command) throws IOException {
    commands.write(command + "\n");
    commands.flush();
  }

  /** Returns when it has done what it was told last. */
  public void awaitAnswer() throws IOException, InterruptedException {
    String answer;
    try {
      answer = CompletableFuture.supplyAsync(this::read).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("a worker process does not answer; it logged: " + tail(), e);
    }
    if (!ChildMain.OK.equals(answer)) {
      throw new IOException("a worker process says: " + answer + "; it logged: " + tail());
    }
  }

  private String tail() throws IOException {
    String text = Files.readString(log);
    return text.substring(Math.max(0, text.length() - TAIL));
  }

  private @Nullable String read() {
    try {
      return answers.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL; returns when it has ended. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    try {
      commands.close(); // it ends with its input
    } catch (IOException e) {
      // it has ended before
    }
    if (!process.waitFor(5, TimeUnit.SECONDS)) {
      kill();
    }
  }
}
