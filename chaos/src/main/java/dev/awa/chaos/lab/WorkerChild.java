package dev.awa.chaos.lab;

import dev.awa.chaos.ledger.Fault;
import dev.awa.chaos.ledger.Ledger;
import dev.awa.lab.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A worker process, to be disturbed. */
public final class WorkerChild implements AutoCloseable {
  private final String name;
  private final Process process;
  private final Path output;
  private final Ledger ledger;

  private WorkerChild(String name, Process process, Path output, Ledger ledger) {
    this.name = name;
    this.process = process;
    this.output = output;
    this.ledger = ledger;
  }

  /** How a worker is started. */
  record Command(
      Code code,
      String url,
      Path folder,
      String name,
      int concurrency,
      String config,
      List<String> queues) {}

  /** Starts a process; it is not ready yet. */
  static WorkerChild start(Command command, Ledger ledger) throws IOException {
    List<String> words = new ArrayList<>();
    words.addAll(List.of(command.url(), command.folder().toString(), command.name()));
    words.add(Integer.toString(command.concurrency()));
    words.add(command.config());
    words.addAll(command.queues());
    Path output = command.folder().resolve(command.name() + ".out");
    Process process =
        command
            .code()
            .java(Settings.megabytes(command.config()), WorkerMain.class, words)
            .redirectOutput(output.toFile())
            .start();
    return new WorkerChild(command.name(), process, output, ledger);
  }

  public String name() {
    return name;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until it has ended by itself, without having started; answers what it has said. */
  public String awaitRefused() throws InterruptedException {
    if (!process.waitFor(Lab.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("worker " + name + " was not refused: " + output());
    }
    return output();
  }

  /** Waits until it claims. */
  public WorkerChild awaitStarted() {
    Eventually.holds(
        () -> "worker " + name + " started: " + output(),
        Lab.PATIENCE,
        () -> !process.isAlive() || output().contains("started"));
    if (!process.isAlive()) {
      throw new IllegalStateException("worker " + name + " did not start: " + output());
    }
    return this;
  }

  /** What it has printed: its log. */
  public String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      return "nothing";
    }
  }

  /** SIGKILL. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
    ledger.fault(Fault.KILLED, name);
  }

  /** SIGSTOP. */
  public void pause() throws IOException, InterruptedException {
    ledger.fault(Fault.PAUSED, name);
    signal("-STOP");
  }

  /** SIGCONT. What follows from the pause goes on until {@link #recovered}. */
  public void resume() throws IOException, InterruptedException {
    signal("-CONT");
  }

  /** The effects of a pause are over. */
  public void recovered() {
    ledger.healed(Fault.PAUSED, name);
  }

  private void signal(String which) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", which, Long.toString(process.pid())).start();
    if (kill.waitFor() != 0) {
      throw new IOException("kill " + which + " failed");
    }
  }

  /** SIGQUIT: its log has the stacks of all its threads then. */
  void dumpThreads() throws IOException, InterruptedException {
    signal("-QUIT");
  }

  /** SIGTERM, and does not wait. */
  public void terminate() throws IOException, InterruptedException {
    signal("-TERM"); // destroy() would close its standard input too
  }

  /** Has the worker closed by a thread that is interrupted; does not wait. */
  public void closeInterrupted() throws IOException {
    process.getOutputStream().write(WorkerMain.CLOSE_INTERRUPTED);
    process.getOutputStream().flush();
  }

  /** Waits for its end, which must come within a time. */
  public void awaitEnd(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException(
          "worker " + name + " did not end within " + limit.toSeconds() + " s: " + output());
    }
  }

  /** It has ended, and could tell nobody what it had open: others may run that once more. */
  public void endedUnheard() {
    ledger.fault(Fault.KILLED, name);
  }

  /** SIGTERM, and waits for its end. */
  @Override
  public void close() throws IOException, InterruptedException {
    if (!process.isAlive()) {
      return;
    }
    signal("-CONT"); // a stopped process would not hear
    terminate();
    if (!process.waitFor(Lab.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      process.waitFor();
      throw new IllegalStateException("worker " + name + " did not end: " + output());
    }
  }

  /** Makes sure that it is gone. */
  void end() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }
}
