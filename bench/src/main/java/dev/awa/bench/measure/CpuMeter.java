package dev.awa.bench.measure;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The CPU time of this JVM, by thread name, and of a PostgreSQL server, by process. Reads {@code
 * /proc}: elsewhere it shows only the time of this JVM.
 */
public final class CpuMeter {
  private static final Path PROC = Path.of("/proc");
  private static final Path THREADS = PROC.resolve("self/task");
  private static final double NANOS = 1e-9;
  private static final double TICK = 0.01;
  private static final int PPID = 1;
  private static final int CHILDREN_USER = 13;
  private static final int CHILDREN_SYSTEM = 14;

  private final long postmaster;
  private final Map<String, Double> threads;
  private final Map<Long, Double> processes;
  private final double client;
  private final double ended;

  private CpuMeter(long postmaster) {
    this.postmaster = postmaster;
    threads = threads();
    processes = processes(postmaster);
    ended = ended(postmaster);
    client = client();
  }

  /** Begins to measure this JVM and the server of this process. */
  public static CpuMeter start(long postmaster) {
    return new CpuMeter(postmaster);
  }

  /** CPU seconds; the parts are those of more than a hundredth of the whole, largest first. */
  public record Used(
      double client, double server, Map<String, Double> threads, Map<String, Double> processes) {
    /** All of it, scaled. */
    public Used times(double factor) {
      return new Used(
          client * factor, server * factor, times(threads, factor), times(processes, factor));
    }

    private static Map<String, Double> times(Map<String, Double> parts, double factor) {
      Map<String, Double> scaled = new LinkedHashMap<>();
      parts.forEach((name, part) -> scaled.put(name, part * factor));
      return scaled;
    }
  }

  /**
   * What was used since.
   *
   * @param names what the server's processes do, by process id
   */
  public Used stop(Map<Long, String> names) {
    double clientUsed = client() - client;
    Map<String, Double> byThread = new TreeMap<>();
    threads()
        .forEach((name, seconds) -> byThread.put(name, seconds - threads.getOrDefault(name, 0.0)));
    Map<Long, Double> now = processes(postmaster);
    Map<String, Double> byProcess = new TreeMap<>();
    now.forEach((pid, seconds) ->
        byProcess.merge(
            names.getOrDefault(pid, "other"),
            seconds - processes.getOrDefault(pid, 0.0),
            Double::sum));
    byProcess.put("sessions that ended", endedSince(now));
    double serverUsed = byProcess.values().stream().mapToDouble(Double::doubleValue).sum();
    return new Used(
        clientUsed, serverUsed, largest(byThread, clientUsed), largest(byProcess, serverUsed));
  }

  /** What sessions that have ended used since, those that were there at the beginning too. */
  private double endedSince(Map<Long, Double> now) {
    double before =
        processes.entrySet().stream()
            .filter(process -> !now.containsKey(process.getKey()))
            .mapToDouble(Map.Entry::getValue)
            .sum();
    return Math.max(0, ended(postmaster) - ended - before);
  }

  private static Map<String, Double> largest(Map<String, Double> parts, double whole) {
    Map<String, Double> largest = new LinkedHashMap<>();
    parts.entrySet().stream()
        .filter(part -> part.getValue() > whole / 100)
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .forEach(part -> largest.put(part.getKey(), part.getValue()));
    return largest;
  }

  private static double client() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime() * NANOS
        : 0;
  }

  /** By name without numbers: threads of a pool count as one. */
  private static Map<String, Double> threads() {
    Map<String, Double> threads = new HashMap<>();
    for (Path thread : children(THREADS)) {
      String name = read(thread.resolve("comm")).replaceAll("[-# ]*\\d+", "").strip();
      threads.merge(name, seconds(thread), Double::sum);
    }
    return threads;
  }

  private static Map<Long, Double> processes(long postmaster) {
    Map<Long, Double> processes = new HashMap<>();
    for (Path process : children(PROC)) {
      long pid = Long.parseLong(process.getFileName().toString());
      if (pid == postmaster || stat(process, PPID) == postmaster) {
        processes.put(pid, seconds(process));
      }
    }
    return processes;
  }

  /** The time of sessions that have ended. */
  private static double ended(long postmaster) {
    Path process = PROC.resolve(Long.toString(postmaster));
    return (stat(process, CHILDREN_USER) + stat(process, CHILDREN_SYSTEM)) * TICK;
  }

  private static List<Path> children(Path folder) {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder, "[0-9]*")) {
      return java.util.stream.StreamSupport.stream(children.spliterator(), false).toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static double seconds(Path process) {
    String text = read(process.resolve("schedstat"));
    return text.isEmpty() ? 0 : Long.parseLong(text.split(" ", 2)[0]) * NANOS;
  }

  /** A field of stat, counted from the one after the name. */
  private static long stat(Path process, int field) {
    String text = read(process.resolve("stat"));
    int name = text.lastIndexOf(')');
    return name < 0 ? 0 : Long.parseLong(text.substring(name + 2).split(" ", -1)[field]);
  }

  /** Empty when the process has ended. */
  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
