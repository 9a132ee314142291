package dev.awa.cli.job;

import dev.awa.Job;
import dev.awa.RawJson;
import dev.awa.admin.Documents;
import dev.awa.cli.terminal.CommandFailure;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.UsageFailure;
import dev.awa.cron.InvalidCronException;
import dev.awa.schedule.Missed;
import dev.awa.schedule.Overlap;
import dev.awa.schedule.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Schedules as a file has them: a JSON array of objects. */
public final class ScheduleFile {
  private static final Set<String> FIELDS =
      Set.of(
          "name",
          "cron",
          "every",
          "zone",
          "kind",
          "args",
          "queue",
          "priority",
          "max_attempts",
          "version",
          "masked",
          "tags",
          "metadata",
          "deadline",
          "ordering_key",
          "missed",
          "overlap",
          "jitter",
          "start",
          "end");

  private ScheduleFile() {}

  /**
   * Reads a file; {@code -} is the input.
   *
   * @throws UsageFailure when it holds no schedules, or a wrong one
   * @throws CommandFailure when it can't be read
   */
  public static List<Schedule> read(String file) {
    JsonNode array;
    try {
      array =
          file.equals("-")
              ? Documents.JSON.readTree(System.in)
              : Documents.JSON.readTree(Files.readAllBytes(Path.of(file)));
    } catch (IOException e) {
      throw new CommandFailure("could not read " + file + ": " + e.getMessage());
    } catch (JacksonException e) {
      throw new UsageFailure(file + ": must be JSON: " + e.getOriginalMessage());
    }
    if (!array.isArray()) {
      throw new UsageFailure(file + ": must be a JSON array of schedules");
    }
    List<Schedule> all = new ArrayList<>();
    for (JsonNode object : array.values()) {
      all.add(schedule(object, file + ", schedule " + (all.size() + 1)));
    }
    return all;
  }

  private static Schedule schedule(JsonNode object, String where) {
    for (String field : object.propertyNames()) {
      if (!FIELDS.contains(field)) {
        throw new UsageFailure(
            where + ": " + Printer.plain(field) + ": there is no such field; there are " + FIELDS);
      }
    }
    try {
      return schedule(object);
    } catch (InvalidCronException | IllegalArgumentException | DateTimeException e) {
      throw new UsageFailure(where + ": " + e.getMessage());
    }
  }

  private static Schedule schedule(JsonNode object) {
    Job<RawJson> job = job(object);
    String name = text(object, "name", "");
    if (object.has("every") && object.has("cron")) {
      throw new IllegalArgumentException("every, cron: name one of them");
    }
    Schedule schedule =
        object.has("every")
            ? Schedule.every(name, Duration.parse(text(object, "every", "")), job)
            : Schedule.cron(name, text(object, "cron", ""), job);
    schedule =
        schedule
            .withZone(text(object, "zone", "UTC"))
            .withMissed(Missed.of(text(object, "missed", "once")))
            .withOverlap(Overlap.of(text(object, "overlap", "allow")))
            .withJitter(Duration.parse(text(object, "jitter", "PT0S")));
    if (object.has("start")) {
      schedule = schedule.withStart(OffsetDateTime.parse(text(object, "start", "")).toInstant());
    }
    return object.has("end")
        ? schedule.withEnd(OffsetDateTime.parse(text(object, "end", "")).toInstant())
        : schedule;
  }

  private static Job<RawJson> job(JsonNode object) {
    Job<RawJson> job =
        Job.of(
                text(object, "kind", ""),
                new RawJson(
                    object.path("args").isMissingNode()
                        ? "null"
                        : Documents.JSON.writeValueAsString(object.path("args"))))
            .withQueue(text(object, "queue", Job.DEFAULT_QUEUE))
            .withPriority(object.path("priority").asInt(Job.DEFAULT_PRIORITY))
            .withMaxAttempts(object.path("max_attempts").asInt(Job.DEFAULT_MAX_ATTEMPTS))
            .withVersion(object.path("version").asInt(1))
            .withMasked(texts(object, "masked"))
            .withTags(texts(object, "tags"));
    if (object.has("metadata")) {
      if (!object.path("metadata").isObject()) {
        throw new IllegalArgumentException("metadata: must be a JSON object");
      }
      job = job.withMetadata(ObjectOption.of(object.path("metadata")));
    }
    if (object.has("deadline")) {
      job = job.withDeadline(Duration.parse(text(object, "deadline", "")));
    }
    return object.has("ordering_key") ? job.withOrderingKey(text(object, "ordering_key", "")) : job;
  }

  private static String[] texts(JsonNode object, String field) {
    if (!object.has(field)) {
      return new String[0];
    }
    if (!object.path(field).isArray()) {
      throw new IllegalArgumentException(field + ": must be a JSON array of texts");
    }
    return object.path(field).valueStream().map(text -> text.asString("")).toArray(String[]::new);
  }

  private static String text(JsonNode object, String field, String otherwise) {
    return object.path(field).asString(otherwise);
  }
}
