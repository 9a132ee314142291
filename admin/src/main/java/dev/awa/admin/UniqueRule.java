package dev.awa.admin;

import dev.awa.JobState;
import dev.awa.Unique;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a unique rule as the SQL function {@code awa.enqueue} has it. */
public final class UniqueRule {
  private static final Set<String> PARTS =
      Set.of("queue", "args", "key", "period", "hold", "on_conflict", "longest_wait");

  /** Control characters, and those that turn the direction of a line. */
  private static final String UNSEEN = "[\\p{Cc}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]";

  private UniqueRule() {}

  /**
   * The rule of its parts: {@code queue}, {@code args}, {@code key}, {@code period}, {@code hold},
   * {@code on_conflict} and {@code longest_wait}.
   *
   * @throws IllegalArgumentException when a part is not what it must be, or there is another
   */
  public static Unique read(Map<String, Object> rule) {
    rule.keySet().stream()
        .filter(part -> !PARTS.contains(part))
        .findFirst()
        .ifPresent(part -> {
          throw refused(
              "must have no parts but queue, args, key, period, hold, on_conflict and longest_wait",
              part);
        });
    Unique unique = byArgs(rule.get("args"));
    if (flag("queue", rule.get("queue"))) {
      unique = unique.withinQueue();
    }
    if (rule.get("key") != null) {
      unique = unique.withText(text("key", rule.get("key")));
    }
    Duration period = time("period", rule.get("period"));
    if (period != null) {
      unique = unique.oncePer(period);
    }
    unique = unique.heldAfter(states(rule.get("hold")));
    Duration longest = time("longest_wait", rule.get("longest_wait"));
    unique = longest == null ? unique : unique.withLongestWait(longest);
    return onConflict(unique, rule.get("on_conflict"));
  }

  private static Unique byArgs(@Nullable Object args) {
    if (args instanceof List<?> && !texts("args", args).isEmpty()) {
      return Unique.byFields(texts("args", args).toArray(String[]::new));
    }
    return !(args instanceof List<?>) && flag("args", args)
        ? Unique.byArguments()
        : Unique.byKind();
  }

  private static JobState[] states(@Nullable Object hold) {
    return texts("hold", hold).stream().map(UniqueRule::state).distinct().toArray(JobState[]::new);
  }

  private static boolean flag(String part, @Nullable Object value) {
    if (value == null) {
      return false;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw refused(part + ": must be true or false", value);
  }

  private static String text(String part, @Nullable Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw refused(part + ": must be a text", String.valueOf(value));
  }

  private static List<String> texts(String part, @Nullable Object value) {
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list.stream().map(one -> text(part, one)).toList();
    }
    throw refused(part + ": must be a list of texts", value);
  }

  private static @Nullable Duration time(String part, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    if (value instanceof Number) {
      BigDecimal nanos = new BigDecimal(value.toString()).movePointRight(9);
      if (nanos.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0) {
        return Duration.ofNanos(nanos.longValue());
      }
    }
    throw refused(part + ": must be a number of seconds, 1 to 315360000", value);
  }

  private static JobState state(String word) {
    try {
      return JobState.of(word);
    } catch (IllegalArgumentException e) {
      throw refused("hold: must name completed, failed or cancelled", word);
    }
  }

  private static Unique onConflict(Unique unique, @Nullable Object word) {
    return switch (word) {
      case null -> unique;
      case String text when text.equals("return") -> unique;
      case String text when text.equals("fail") -> unique.orFail();
      case String text when text.equals("replace") -> unique.orReplace();
      default -> throw refused("on_conflict: must be return, fail or replace", word);
    };
  }

  private static IllegalArgumentException refused(String rule, Object value) {
    String plain = String.valueOf(value).replaceAll(UNSEEN, " ");
    return new IllegalArgumentException(rule + ", got " + plain);
  }
}
