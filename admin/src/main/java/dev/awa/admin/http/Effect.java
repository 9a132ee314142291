package dev.awa.admin.http;

import dev.awa.Action;
import dev.awa.AuditNote;
import dev.awa.Enqueued;
import dev.awa.PurgedQueue;
import dev.awa.RetriedJobs;
import dev.awa.admin.DrainedQueue;
import dev.awa.admin.JobVerdict;
import dev.awa.admin.PurgedLetters;
import dev.awa.admin.RetryVerdict;
import dev.awa.admin.TriggeredSchedule;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a change is about and what it has done, for the audit; filled in as the request goes on. */
final class Effect {
  private static final Set<String> SECRET = Set.of("args", "metadata", "password", "unique");
  private static final int TARGET_CHARACTERS = 1000;
  private static final String REQUEST_ID = "X-Request-Id";

  private final Routes.Found found;
  private final Caller caller;
  private Map<Parameter<?>, Object> values = Map.of();
  private @Nullable Object document;

  Effect(Routes.Found found, Caller caller) {
    this.found = found;
    this.caller = caller;
  }

  Route route() {
    return found.route();
  }

  Caller caller() {
    return caller;
  }

  /** The request was understood. */
  void asks(Map<Parameter<?>, Object> parameters) {
    values = Map.copyOf(parameters);
  }

  /** It was done, and this is answered. */
  void answers(Object what) {
    document = what;
  }

  /** What is to be noted of it. */
  AuditNote note(String outcome, @Nullable String why) {
    AuditNote note =
        AuditNote.of(caller.principal().name(), found.route().name(), outcome)
            .withTarget(target())
            .withJobs(jobs())
            .withWhy(why)
            .withFrom(caller.outside().address())
            .withRequest(caller.request().header(REQUEST_ID));
    for (Map.Entry<Parameter<?>, Object> value : values.entrySet()) {
      Parameter<?> parameter = value.getKey();
      if (parameter.place() == Parameter.Place.BODY && !parameter.equals(JobRoutes.IDS)) {
        String shown = SECRET.contains(parameter.name()) ? "***" : text(value.getValue());
        note = note.withDetail(parameter.name(), shown);
      }
    }
    return note;
  }

  /** For people and programs: no nanoseconds, and nothing as Java writes it. */
  private static String text(Object value) {
    return switch (value) {
      case Optional<?> some -> some.map(Effect::text).orElse("taken back");
      case Action.Verb verb -> verb.word();
      case Instant time -> time.truncatedTo(ChronoUnit.SECONDS).toString();
      case List<?> some -> some.stream().map(Effect::text).collect(Collectors.joining(", "));
      case Map<?, ?> some ->
          some.entrySet().stream()
              .map(one -> one.getKey() + " " + text(one.getValue()))
              .collect(Collectors.joining(", "));
      default -> String.valueOf(value);
    };
  }

  private @Nullable String target() {
    if (document instanceof Enqueued job) {
      return String.valueOf(job.id()); // nothing in the request names it
    }
    Stream<String> named =
        values.isEmpty()
            ? found.path().values().stream().map(Effect::decoded)
            : values.entrySet().stream().filter(Effect::isTarget).map(Effect::words);
    String target = named.collect(Collectors.joining(" "));
    return target.isEmpty() ? null : target;
  }

  /** What the path names, of a request that was refused before it was understood. */
  private static String decoded(String segment) {
    try {
      return Encoded.segment(segment).replaceAll("\\p{Cc}", " ");
    } catch (IllegalArgumentException e) {
      return segment;
    }
  }

  private static boolean isTarget(Map.Entry<Parameter<?>, Object> value) {
    return value.getKey().place() == Parameter.Place.PATH || value.getKey().equals(JobRoutes.IDS);
  }

  private static String words(Map.Entry<Parameter<?>, Object> value) {
    return value.getValue() instanceof List<?> ids ? joined(ids) : "" + value.getValue();
  }

  /** As many ids as are kept of a target: a part of one would be another. */
  private static String joined(List<?> ids) {
    StringBuilder joined = new StringBuilder();
    for (Object id : ids) {
      String next = (joined.isEmpty() ? "" : ",") + id;
      if (joined.length() + next.length() > TARGET_CHARACTERS) {
        break;
      }
      joined.append(next);
    }
    return joined.toString();
  }

  private @Nullable Long jobs() {
    return switch (document) {
      case null -> null;
      case JobVerdict one -> 1L;
      case RetryVerdict one -> 1L;
      case TriggeredSchedule one -> 1L;
      case RetriedJobs some -> some.retried();
      case PurgedLetters some -> some.purged();
      case DrainedQueue queue -> queue.cancelled();
      case PurgedQueue queue -> queue.jobs();
      case OperationRoutes.Submitted operation -> operation.jobs();
      case List<?> list when list.stream().allMatch(one -> one instanceof ManyVerdict) ->
          list.stream()
              .filter(one -> one instanceof ManyVerdict verdict && verdict.isDone())
              .count();
      default -> null;
    };
  }
}
