package dev.awa.bench.peer;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringTokenizer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A process of a {@link Driver}: commands go in, answers and runs of jobs come out. */
final class DriverProcess implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final BufferedWriter in;
  private final AtomicLong ids = new AtomicLong();
  private final Map<Long, CompletableFuture<String>> calls = new ConcurrentHashMap<>();
  private volatile @Nullable Ledger ledger;

  private DriverProcess(Process process) {
    this.process = process;
    in = process.outputWriter();
  }

  /** Starts one that works on the queue of a peer in a database. */
  static DriverProcess start(Driver driver, String peer, String url) throws Exception {
    Process process =
        new ProcessBuilder(driver.command(peer, url))
            .directory(driver.folder().toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    DriverProcess started = new DriverProcess(process);
    Thread.ofPlatform().daemon().name("reads " + peer).start(started::read);
    try {
      started.checkClock();
    } catch (Exception e) {
      started.close();
      throw e;
    }
    return started;
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** Who is told of the jobs that ran. */
  void tell(Ledger to) {
    ledger = to;
  }

  /** Times are compared across the two processes, so their clocks must be one. */
  private void checkClock() throws Exception {
    long before = System.nanoTime();
    long theirs = Long.parseLong(call("clock"));
    if (theirs < before || theirs > System.nanoTime()) {
      throw new IllegalStateException("the driver has another clock than this JVM");
    }
  }

  /** Sends a command and waits for its answer; names and values of arguments take turns. */
  String call(String command, Object... arguments) throws Exception {
    long id = ids.incrementAndGet();
    Map<String, Object> line = new LinkedHashMap<>(Map.of("id", id, "command", command));
    for (int i = 0; i < arguments.length; i += 2) {
      line.put((String) arguments[i], arguments[i + 1]);
    }
    CompletableFuture<String> answer = new CompletableFuture<>();
    calls.put(id, answer);
    synchronized (in) {
      in.write(JSON.writeValueAsString(line) + "\n");
      in.flush();
    }
    try {
      return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(command + ": " + e.getMessage(), e);
    }
  }

  private void read() {
    try (BufferedReader out = process.inputReader()) {
      String line = out.readLine();
      while (line != null) {
        if (line.startsWith("R ")) {
          ran(line);
        } else {
          answered(JSON.readTree(line));
        }
        line = out.readLine();
      }
    } catch (IOException | JacksonException e) {
      // it ended, or says what is no answer; both are told to those who wait
    }
    calls
        .values()
        .forEach(call -> call.completeExceptionally(new IOException("the driver has ended")));
  }

  private void ran(String line) {
    Ledger to = ledger;
    StringTokenizer words = new StringTokenizer(line);
    words.nextToken();
    while (to != null && words.hasMoreTokens()) {
      long n = Long.parseLong(words.nextToken());
      long from = Long.parseLong(words.nextToken());
      to.ran(n, from, Long.parseLong(words.nextToken()));
    }
  }

  private void answered(JsonNode line) {
    CompletableFuture<String> call = calls.remove(line.get("id").asLong());
    if (call == null) {
      return;
    }
    if (line.has("error")) {
      call.completeExceptionally(new IOException(line.get("error").asString()));
    } else {
      call.complete(line.get("answer").asString());
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    in.close();
    if (!process.waitFor(5, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
