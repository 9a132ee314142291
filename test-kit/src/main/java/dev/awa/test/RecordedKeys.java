package dev.awa.test;

import dev.awa.Enqueued;
import dev.awa.Enqueued.Verdict;
import dev.awa.Job;
import dev.awa.JsonCodec;
import dev.awa.RawJson;
import dev.awa.ReadyTime;
import dev.awa.Unique;
import dev.awa.json.StandardCodec;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which recorded job holds which unique key, as in a queue on which no worker works. */
final class RecordedKeys {
  private static final JsonCodec JSON = StandardCodec.find();

  private final Map<List<@Nullable Object>, Holder> holders;

  RecordedKeys() {
    holders = new HashMap<>();
  }

  RecordedKeys(RecordedKeys other) {
    holders = new HashMap<>(other.holders);
  }

  /** A job that holds a key, and whether it waits for its time. */
  private record Holder(long id, boolean waits) {}

  /** What becomes of a job; it gets the id if it is a new one. */
  Enqueued take(Job<?> job, long id, Instant now) {
    Unique rule = job.unique();
    if (rule == null) {
      return new Enqueued(id, Verdict.ENQUEUED);
    }
    List<@Nullable Object> key = key(job, rule, now);
    Holder holder = holders.get(key);
    if (holder == null) {
      holders.put(key, new Holder(id, waits(job, rule, now)));
      return new Enqueued(id, Verdict.ENQUEUED);
    }
    boolean replaces = rule.onConflict() == Unique.OnConflict.REPLACE && holder.waits();
    return new Enqueued(holder.id(), replaces ? Verdict.REPLACED : Verdict.DUPLICATE);
  }

  /** A job that may be replaced waits at least for its promotion, and nobody promotes here. */
  private static boolean waits(Job<?> job, Unique rule, Instant now) {
    return rule.onConflict() == Unique.OnConflict.REPLACE
        || switch (job.readyTime()) {
          case ReadyTime.At at -> at.instant().isAfter(now);
          case ReadyTime.After after -> !after.delay().isZero();
        };
  }

  private static List<@Nullable Object> key(Job<?> job, Unique rule, Instant now) {
    Duration period = rule.period();
    return Arrays.asList(
        job.kind(),
        rule.byQueue() ? job.queue() : null,
        rule.byArgs() ? args(job) : null,
        rule.fields().isEmpty() ? null : fields(args(job), rule.fields()),
        rule.key(),
        period == null ? null : Math.floorDiv(now.toEpochMilli(), period.toMillis()));
  }

  private static @Nullable Object args(Job<?> job) {
    String text = job.args() instanceof RawJson raw ? raw.text() : JSON.write(job.args());
    return plain(JSON.read(text, Object.class));
  }

  private static Map<String, @Nullable Object> fields(@Nullable Object args, List<String> names) {
    Map<String, @Nullable Object> some = new TreeMap<>();
    if (args instanceof Map<?, ?> all) {
      names.forEach(name -> some.put(name, all.get(name)));
    }
    return some;
  }

  /** The same for values that are equal in JSON: 1 and 1.0, and fields in any order. */
  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof Number number) {
      return new BigDecimal(number.toString()).stripTrailingZeros();
    }
    if (value instanceof List<?> list) {
      return list.stream().map(RecordedKeys::plain).collect(Collectors.toList());
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> all = new TreeMap<>();
      map.forEach((name, part) -> all.put(name.toString(), plain(part)));
      return all;
    }
    return value;
  }
}
