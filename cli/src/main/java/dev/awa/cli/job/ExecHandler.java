package dev.awa.cli.job;

import dev.awa.Handler;
import dev.awa.JobContext;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.RunningJob;
import dev.awa.TraceContext;
import dev.awa.admin.Documents;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a shell command for each job: the arguments on its standard input, the facts in its
 * environment. Exit status 0 completes the job, 65 fails it for good, 75 and any other retries it.
 * What it prints is kept with the attempt; the last line of it stands in the error.
 *
 * <p>The job ends with the command: what it has started and left behind, and what holds its output,
 * is ended a second after it has exited.
 *
 * <p>The command gets a session of its own where the system has {@code setsid}: else a Ctrl-C in
 * the terminal would end it together with the worker, which wants to let it finish.
 */
public final class ExecHandler implements Handler<RawJson> {
  private static final Logger LOG = LoggerFactory.getLogger(ExecHandler.class);
  private static final int FAIL_FOR_GOOD = 65;
  private static final int KILL_AFTER_SECONDS = 5;
  private static final int LEFT_BEHIND_SECONDS = 1;

  private static final Path SETSID = Path.of("/usr/bin/setsid");
  private static final boolean HAS_SETSID = Files.isExecutable(SETSID);

  private final List<String> command;

  public ExecHandler(String command) {
    List<String> shell = List.of("/bin/sh", "-c", command);
    this.command =
        HAS_SETSID ? Stream.concat(Stream.of(SETSID.toString()), shell.stream()).toList() : shell;
  }

  @Override
  public Outcome handle(RawJson args, JobContext context) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    describe(context.job(), builder.environment());
    Process process = builder.start();
    context.onCancel(() -> end(process));
    try {
      Thread.ofVirtual().start(() -> write(process, args.text()));
      AtomicBoolean read = new AtomicBoolean();
      CompletableFuture<Void> unused = process.onExit().thenRun(() -> endWhatIsLeft(process, read));
      LastLine last = new LastLine();
      copyOutput(process, context, last);
      read.set(true);
      return outcome(process.waitFor(), last.words(), context);
    } finally {
      if (process.isAlive()) {
        end(process);
      }
    }
  }

  private static void describe(RunningJob job, Map<String, String> environment) {
    environment.put("AWA_JOB_ID", Long.toString(job.id()));
    environment.put("AWA_KIND", job.kind());
    environment.put("AWA_QUEUE", job.queue());
    environment.put("AWA_PRIORITY", Integer.toString(job.priority()));
    environment.put("AWA_ATTEMPT", Integer.toString(job.attempt()));
    environment.put("AWA_MAX_ATTEMPTS", Integer.toString(job.maxAttempts()));
    environment.put("AWA_RUN_LEASE", Integer.toString(job.runNo()));
    environment.put("AWA_CREATED_AT", job.createdAt().toString());
    environment.put("AWA_TAGS", Documents.JSON.writeValueAsString(job.tags()));
    environment.put("AWA_METADATA", Documents.JSON.writeValueAsString(job.metadata()));
    describe(job.traceContext(), environment);
  }

  /** What the worker itself was started with is of no job. */
  private static void describe(@Nullable TraceContext trace, Map<String, String> environment) {
    environment.remove("TRACEPARENT");
    environment.remove("TRACESTATE");
    if (trace != null) {
      environment.put("TRACEPARENT", trace.traceparent());
      if (trace.tracestate() != null) {
        environment.put("TRACESTATE", trace.tracestate());
      }
    }
  }

  /** A command need not read its input: a broken pipe is no failure. */
  private static void write(Process process, String text) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // it did not want to know
    }
  }

  private static void copyOutput(Process process, JobContext context, LastLine last)
      throws IOException {
    try (Reader out = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
      char[] buffer = new char[8192];
      int n = out.read(buffer);
      while (n >= 0) {
        String some = new String(buffer, 0, n);
        context.print(some);
        last.add(some);
        n = out.read(buffer);
      }
    }
  }

  /** The command has exited. When its output goes on, something else writes it. */
  private static void endWhatIsLeft(Process process, AtomicBoolean read) {
    Runnable endIt =
        () -> {
          if (!read.get()) {
            end(process);
          }
        };
    CompletableFuture.delayedExecutor(LEFT_BEHIND_SECONDS, TimeUnit.SECONDS).execute(endIt);
  }

  private static Outcome outcome(int status, String last, JobContext context) {
    if (status == 0) {
      return Outcome.complete();
    }
    if (status == FAIL_FOR_GOOD) {
      return Outcome.fail("exit status " + status + last);
    }
    if (context.isCancelled()) {
      throw new CancellationException("ended by the worker, exit status " + status);
    }
    return Outcome.retry("exit status " + status + last);
  }

  /** Ends the command and all it has started: first asks, then kills. */
  private static void end(Process process) {
    signal(process, "TERM", ProcessHandle::destroy);
    Thread.ofVirtual().start(() -> kill(process));
  }

  private static void kill(Process process) {
    try {
      TimeUnit.SECONDS.sleep(KILL_AFTER_SECONDS);
      signal(process, "KILL", ProcessHandle::destroyForcibly);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Tells the session of the command, also what it is just about to start, and what outlives it.
   * Without a session of its own, those that can be found.
   */
  private static void signal(Process process, String name, Consumer<ProcessHandle> orElse) {
    if (HAS_SETSID) {
      try {
        new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " -" + process.pid())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
      } catch (IOException e) {
        LOG.warn("could not end the session of process {}: {}", process.pid(), e.getMessage());
      }
    } else {
      process.descendants().forEach(orElse);
    }
    orElse.accept(process.toHandle());
  }
}
