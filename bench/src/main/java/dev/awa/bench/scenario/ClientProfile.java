package dev.awa.bench.scenario;

import dev.awa.bench.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * Samples of what the threads of this JVM execute, by flight recorder: by CPU time, native code
 * included, where the JVM can do that, else by its older sampler of Java code. The kernel's clock
 * bounds how often: every 4 ms of CPU at 250 ticks a second, so a profile needs some seconds of it.
 * What the JIT compiler and the garbage collector use is in no sample. A sample belongs to the part
 * whose code is the nearest to its top: what the JDK does for the driver is the driver's.
 */
final class ClientProfile {
  private static final String BY_CPU_TIME = "jdk.CPUTimeSample";
  private static final String OF_JAVA_CODE = "jdk.ExecutionSample";
  private static final String EVERY = "2ms";
  private static final Duration PERIOD = Duration.ofMillis(10);
  private static final int TOP = 15;
  private static final Map<String, String> PARTS = parts();

  private final Recording recording;
  private final String sampler;

  private ClientProfile(Recording recording, String sampler) {
    this.recording = recording;
    this.sampler = sampler;
  }

  static ClientProfile start() {
    Recording recording = new Recording();
    boolean byCpuTime =
        FlightRecorder.getFlightRecorder().getEventTypes().stream()
            .anyMatch(type -> type.getName().equals(BY_CPU_TIME));
    if (byCpuTime) {
      recording.enable(BY_CPU_TIME).with("throttle", EVERY).withStackTrace();
    } else {
      recording.enable(OF_JAVA_CODE).withPeriod(PERIOD).withStackTrace();
    }
    recording.start();
    return new ClientProfile(recording, byCpuTime ? BY_CPU_TIME : OF_JAVA_CODE);
  }

  private static Map<String, String> parts() {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("org.postgresql.", "driver");
    parts.put("tools.jackson.", "JSON");
    parts.put("com.fasterxml.jackson.", "JSON");
    parts.put("dev.awa.engine.", "engine");
    parts.put("dev.awa.worker.", "worker");
    parts.put("dev.awa.client.", "client");
    parts.put("dev.awa.bench.", "load and handlers");
    parts.put("dev.awa.", "values");
    return parts;
  }

  /** How many samples there are, and percents of them by part, the largest first. */
  record Profiled(int samples, Map<String, Double> parts) {}

  /** Tells the top frames too. */
  Profiled stop(Lab lab, String of) throws IOException {
    Path file = Files.createTempFile("awa-bench", ".jfr");
    try (recording) {
      recording.stop();
      recording.dump(file);
      return aggregate(RecordingFile.readAllEvents(file), lab, of);
    } finally {
      Files.delete(file);
    }
  }

  private Profiled aggregate(List<RecordedEvent> events, Lab lab, String of) {
    Map<String, Integer> parts = new HashMap<>();
    Map<String, Integer> tops = new HashMap<>();
    int samples = 0;
    for (RecordedEvent event : events) {
      RecordedStackTrace trace = event.getStackTrace();
      if (event.getEventType().getName().equals(sampler)
          && trace != null
          && !trace.getFrames().isEmpty()) {
        samples++;
        parts.merge(part(trace.getFrames()), 1, Integer::sum);
        tops.merge(name(trace.getFrames().getFirst()), 1, Integer::sum);
      }
    }
    lab.say(
        of + "of " + samples + " samples of the client (" + sampler + "), % by top frame",
        percents(tops, samples, TOP));
    return new Profiled(samples, percents(parts, samples, Integer.MAX_VALUE));
  }

  private static String part(List<RecordedFrame> frames) {
    for (RecordedFrame frame : frames) {
      String type = frame.getMethod().getType().getName();
      for (Map.Entry<String, String> part : PARTS.entrySet()) {
        if (type.startsWith(part.getKey())) {
          return part.getValue();
        }
      }
    }
    return "JDK alone";
  }

  private static String name(RecordedFrame frame) {
    return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
  }

  private static Map<String, Double> percents(Map<String, Integer> counts, int all, int most) {
    Map<String, Double> percents = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(most)
        .forEach(count -> percents.put(count.getKey(), 100.0 * count.getValue() / all));
    return percents;
  }
}
