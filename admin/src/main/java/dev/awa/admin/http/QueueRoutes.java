package dev.awa.admin.http;

import dev.awa.AwaException;
import dev.awa.KnownWorker;
import dev.awa.Limits;
import dev.awa.PurgedQueue;
import dev.awa.QueueChange;
import dev.awa.QueuePolicy;
import dev.awa.QueuePurge;
import dev.awa.QueueSetting;
import dev.awa.QueueSettings;
import dev.awa.QueueStats;
import dev.awa.QueueStatus;
import dev.awa.SettingChange;
import dev.awa.admin.ChangedQueue;
import dev.awa.admin.DrainedQueue;
import dev.awa.admin.PausedQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Routes of queues. */
final class QueueRoutes {
  static final Parameter<String> QUEUE =
      Parameter.path("queue", Type.segment(Limits.NAME_CHARACTERS), "The queue.");

  static final Parameter<Integer> CHANGES =
      Parameter.query("limit", Type.integer(1, 1000), "How many changes at most.").or(50);

  private static final Parameter<Integer> PURGES =
      Parameter.query("limit", Type.integer(1, 1000), "How many purges at most.").or(50);

  private static final Parameter<String> REASON =
      Parameter.body("reason", Type.text(Limits.REASON_CHARACTERS), "Why, for people.");

  private static final Parameter<Instant> UNTIL =
      Parameter.body(
          "until",
          Type.instant(),
          "When the pause ends by itself: 2h from now on, or a time; default: when it is resumed.");

  private static final Parameter<Integer> STRIPES =
      Parameter.body("stripes", Type.integer(1, Limits.STRIPES), "How many.").must();

  /**
   * That a queue has stripes.
   *
   * @param queue its name
   * @param stripes how many
   */
  record SplitQueue(String queue, int stripes) {}

  private static final AskedSettings SETTINGS =
      AskedSettings.of(List.of(QueueSetting.values()), "concurrency");

  private static final int MOST_KNOWN = 10_000;
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Route.Reach ITS_QUEUE = call -> List.of(call.get(QUEUE));

  private QueueRoutes() {}

  static List<Route> all() {
    return List.of(
        list(), show(), stats(), history(), pause(), resume(), drain(), purge(), purges(), set(),
        shown(), split());
  }

  private static Route list() {
    return Route.get("queue-list", "/queues", "Every queue that was used or configured")
        .answering(Schemas.listOf(QueuePolicy.class))
        .costly()
        .reaching(Route.Wide.ANYBODY)
        .by(call ->
            call.awa().queues().list().stream()
                .filter(queue -> call.principal().mayReach(queue.queue()))
                .toList());
  }

  private static Route show() {
    return Route.get(
            "queue-show", "/queues/{queue}", "What is set of a queue, by whom, and who works on it")
        .with(QUEUE)
        .answering(Schemas.of(QueueStatus.class))
        .reaching(ITS_QUEUE)
        .by(call -> shown(call.awa().queues().show(call.get(QUEUE)), call.principal()));
  }

  /** A worker may work on other queues, too: of these nothing is told to who may not see them. */
  private static QueueStatus shown(QueueStatus status, Principal principal) {
    return principal.isRestricted()
        ? new QueueStatus(
            status.queue(),
            status.settings(),
            status.pause(),
            status.changes(),
            status.workers().stream().map(worker -> within(worker, principal)).toList(),
            status.described())
        : status;
  }

  private static KnownWorker within(KnownWorker worker, Principal principal) {
    Map<String, QueueSettings> runsWith = new LinkedHashMap<>(worker.runsWith());
    runsWith.keySet().removeIf(queue -> !principal.mayReach(queue));
    return new KnownWorker(
        worker.id(),
        worker.name(),
        worker.alive(),
        worker.silent(),
        worker.leads(),
        worker.startedAt(),
        worker.beatAt(),
        worker.queues().stream().filter(principal::mayReach).toList(),
        null, // kinds are of any queue
        runsWith,
        worker.zoneRelease(),
        List.of()); // an error may name anything
  }

  private static Route stats() {
    return Route.get("queue-stats", "/queues/{queue}/stats", "How many jobs are in each state")
        .with(QUEUE)
        .answering(Schemas.of(QueueStats.class))
        .reaching(ITS_QUEUE)
        .costly()
        .by(call -> call.awa().queues().stats(call.get(QUEUE)));
  }

  private static Route history() {
    return Route.get("queue-history", "/queues/{queue}/history", "Who changed what, newest first")
        .with(QUEUE, CHANGES)
        .answering(Schemas.listOf(SettingChange.class))
        .reaching(ITS_QUEUE)
        .by(call -> call.awa().queues().history(call.get(QUEUE), call.get(CHANGES)));
  }

  /**
   * Whether a job of the queue was seen, or something is set of it: a name may be mistyped. The
   * change itself makes the queue known, so this comes before; but it has little time, and keeps no
   * change from being made: null where it has failed, or there are too many queues.
   */
  private static @Nullable Boolean isKnown(Call call) {
    List<String> names;
    try {
      names = call.awa().queues().names("", MOST_KNOWN, LOOK);
    } catch (AwaException e) {
      return null;
    }
    if (names.contains(call.get(QUEUE))) {
      return true;
    }
    return names.size() < MOST_KNOWN ? false : null;
  }

  private static Route pause() {
    return Route.post("queue-pause", "/queues/{queue}/pause", "Stop claims; what runs, runs on")
        .with(QUEUE, REASON, UNTIL)
        .answering(Schemas.of(PausedQueue.class))
        .reaching(ITS_QUEUE)
        .by(call -> {
          String queue = call.get(QUEUE);
          Boolean isKnown = isKnown(call);
          call.awa().queues().pause(queue, call.by(), call.find(REASON), call.find(UNTIL));
          return new PausedQueue(queue, true, isKnown);
        });
  }

  private static Route resume() {
    return Route.post("queue-resume", "/queues/{queue}/resume", "Let a queue be claimed again")
        .with(QUEUE)
        .answering(Schemas.of(PausedQueue.class))
        .reaching(ITS_QUEUE)
        .by(call -> {
          Boolean isKnown = isKnown(call);
          call.awa().queues().resume(call.get(QUEUE), call.by());
          return new PausedQueue(call.get(QUEUE), false, isKnown);
        });
  }

  private static Route drain() {
    return Route.post("queue-drain", "/queues/{queue}/drain", "Cancel all that waits in a queue")
        .with(QUEUE, JobRoutes.REASON)
        .answering(Schemas.of(DrainedQueue.class))
        .reaching(ITS_QUEUE)
        .costly()
        .by(call -> {
          String queue = call.get(QUEUE);
          long cancelled = call.awa().queues().drain(queue, call.get(JobRoutes.REASON));
          boolean isMisspelt = cancelled == 0 && Boolean.FALSE.equals(isKnown(call));
          return new DrainedQueue(
              queue,
              cancelled,
              isMisspelt ? List.of("no job was ever in queue \"" + queue + "\"") : List.of());
        });
  }

  private static Route purge() {
    return Route.post(
            "queue-purge", "/queues/{queue}/purge", "Take away all that waits; nothing is kept")
        .needing(Role.ADMINISTER)
        .with(QUEUE)
        .answering(Schemas.of(PurgedQueue.class))
        .reaching(ITS_QUEUE)
        .costly()
        .by(call -> call.awa().queues().purge(call.get(QUEUE), call.by()));
  }

  private static Route purges() {
    return Route.get(
            "queue-purges", "/queues/{queue}/purges", "Who has purged it in the last 90 days")
        .with(QUEUE, PURGES)
        .answering(Schemas.listOf(QueuePurge.class))
        .reaching(ITS_QUEUE)
        .by(call -> call.awa().queues().purges(call.get(QUEUE), call.get(PURGES)));
  }

  private static Route split() {
    return Route.post(
            "queue-split", "/queues/{queue}/split", "Split a queue into stripes, for good")
        .needing(Role.ADMINISTER)
        .with(QUEUE, STRIPES)
        .answering(Schemas.of(SplitQueue.class))
        .reaching(ITS_QUEUE)
        .by(call -> {
          call.awa().queues().split(call.get(QUEUE), call.get(STRIPES), call.by());
          return new SplitQueue(call.get(QUEUE), call.get(STRIPES));
        });
  }

  private static Route shown() {
    return Route.get("queue-settings", "/queues/{queue}/settings", "What is set of a queue")
        .with(QUEUE)
        .answering(Map.of("type", "object"))
        .reaching(ITS_QUEUE)
        .by(call -> call.awa().queues().show(call.get(QUEUE)).settings());
  }

  private static Route set() {
    return Route.patch(
            "queue-set",
            "/queues/{queue}/settings",
            "Change settings of a queue for all of its workers")
        .needing(Role.ADMINISTER)
        .with(QUEUE)
        .with(SETTINGS.parameters())
        .answering(Schemas.of(ChangedQueue.class))
        .reaching(ITS_QUEUE)
        .by(call -> {
          QueueChange change =
              SETTINGS.change(call, QueueChange.nothing(), QueueChange::set, QueueChange::reset);
          Boolean isKnown = isKnown(call);
          return new ChangedQueue(
              call.get(QUEUE),
              call.awa().queues().set(call.get(QUEUE), nothing -> change, call.by()),
              isKnown);
        });
  }
}
