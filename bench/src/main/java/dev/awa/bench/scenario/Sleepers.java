package dev.awa.bench.scenario;

import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.lab.Jvm;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.Scenario;
import dev.awa.bench.measure.Sample;
import dev.awa.bench.measure.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Ten thousand handlers that sleep at once, in a worker process with a heap of 512 MB. */
public final class Sleepers implements Scenario {
  private static final int JOBS = 10_000;
  private static final String HEAP = "-Xmx512m";

  @Override
  public String name() {
    return "sleepers";
  }

  @Override
  public String about() {
    return "10,000 handlers that sleep 1 s at once: wall time and heap of the worker";
  }

  @Override
  public void run(Lab lab) throws Exception {
    Map<String, List<Double>> measured = new HashMap<>();
    for (int round = 0; round < lab.rounds(); round++) {
      BenchQueue queue = lab.newQueue();
      try (Connection connection = queue.connect()) {
        queue.copy(connection, 0, JOBS);
      }
      child(queue.url(), JOBS)
          .forEach(
              (what, value) -> measured.computeIfAbsent(what, key -> new ArrayList<>()).add(value));
    }
    lab.report("start of the worker to the last closure", "s", of(measured, "wall"));
    lab.report("first handler to last, 1 s of it asleep", "s", of(measured, "handlers"));
    lab.report("asleep at once, most", "handlers", of(measured, "most"));
    lab.report("heap after GC while they sleep", "MB", of(measured, "live"), Target.atMost(512));
    lab.report("heap, peak", "MB", of(measured, "peak"), Target.atMost(512));
    lab.report("resident memory, peak", "MB", of(measured, "resident"));
  }

  private static Sample of(Map<String, List<Double>> measured, String what) {
    return Sample.of(measured.getOrDefault(what, List.of()));
  }

  private static Map<String, Double> child(String url, int jobs)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(Jvm.command(SleepersWorker.class, List.of(HEAP)));
    words.addAll(List.of(url, Integer.toString(jobs)));
    Process process =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("the worker process ended with " + process.exitValue());
    }
    Map<String, Double> values = new HashMap<>();
    output
        .lines()
        .map(line -> line.split("=", 2))
        .forEach(pair -> values.put(pair[0], Double.valueOf(pair[1])));
    return values;
  }
}
