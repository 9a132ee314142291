package dev.awa.admin.http;

import dev.awa.Health;
import dev.awa.KnownWorker;
import dev.awa.Limits;
import dev.awa.QueueReading;
import dev.awa.SettingChange;
import dev.awa.StorageStatus;
import dev.awa.admin.StatsDocument;
import dev.awa.admin.WorkersDocument;
import dev.awa.admin.doctor.Diagnosis;
import dev.awa.admin.doctor.Whereabouts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Routes of what belongs to no single job or queue. */
final class LookRoutes {
  private static final Duration WITHIN = Duration.ofSeconds(5);
  private static final int LANES = 1000;

  static final Parameter<String> AFTER =
      Parameter.query(
          "after", Type.text(Limits.NAME_CHARACTERS), "Only later ones: what a page has as next.");

  static final Parameter<Integer> QUEUES =
      Parameter.query("limit", Type.integer(1, 1000), "How many queues at most, by name.").or(200);

  private static final Parameter<Long> AFTER_WORKER =
      Parameter.query("after", Type.id(), "Only lower ids: what a page has as next.");

  private static final Parameter<Integer> WORKERS =
      Parameter.query("limit", Type.integer(1, 1000), "How many workers at most.").or(200);

  private static final Parameter<Integer> SHOWN_LANES =
      Parameter.query("lanes", Type.integer(0, LANES), "How many lanes to show.").or(20);

  private static final Parameter<Long> WORKER = Parameter.path("id", Type.id(), "The worker.");

  private LookRoutes() {}

  static List<Route> all(Capabilities.Of capabilities) {
    return List.of(
        health(),
        stats(),
        Route.get(
                "worker-list", "/workers", "A page of the workers that are known, by id downwards")
            .with(AFTER_WORKER, WORKERS)
            .answering(Schemas.of(WorkersDocument.class))
            .costly()
            .by(call ->
                WorkersDocument.of(
                    call.awa().workers().list(), call.find(AFTER_WORKER), call.get(WORKERS))),
        worker(),
        storage(),
        storageHistory(),
        Route.get("capabilities", "/capabilities", "Who you are here, and what you may do")
            .answering(Schemas.of(Capabilities.class))
            .reaching(Route.Wide.ANYBODY)
            .by(call -> capabilities.by(call.principal())));
  }

  static Route openApi(Supplier<Map<String, Object>> document) {
    return Route.get("openapi", "/openapi.json", "The OpenAPI 3.1 document of all of this")
        .answering(Map.of("type", "object"))
        .reaching(Route.Wide.ANYBODY)
        .by(call -> document.get());
  }

  /**
   * Names sessions, roles and settings of the server, so it is for administrators of all queues. It
   * is not costly itself: who waits for what is found keeps no costly request from its turn.
   */
  static Route doctor(Supplier<Diagnosis> diagnosis) {
    return Route.get(
            "doctor",
            "/doctor",
            "What is wrong with queue and server, and what mends it: awa doctor")
        .needing(Role.ADMINISTER)
        .answering(Schemas.diagnosis())
        .by(call -> diagnosis.get());
  }

  /** The name of the role and the address of the server are not for everybody. */
  static Route instance(Supplier<Whereabouts> whereabouts) {
    return Route.get(
            "instance",
            "/instance",
            "Which database this is of, on which server, spoken to as whom")
        .answering(Schemas.of(Whereabouts.class))
        .by(call -> whereabouts.get());
  }

  private static Route health() {
    return Route.get(
            "health", "/health", "How the queue fares: database, leader, delays; 503: down")
        .answering(Schemas.of(Health.class))
        .by(call -> call.awa().health(WITHIN));
  }

  private static Route worker() {
    return Route.get("worker-show", "/workers/{id}", "One worker: what it handles and runs with")
        .with(WORKER)
        .answering(Schemas.of(KnownWorker.class))
        .costly()
        .by(call -> {
          long id = call.get(WORKER);
          return call.awa().workers().list().stream()
              .filter(worker -> worker.id() == id)
              .findFirst()
              .orElseThrow(() ->
                  Problem.of(
                      Problem.Kind.NOT_FOUND,
                      "there is no worker " + id + ", or no longer",
                      "GET /api/workers lists the workers that there are"));
        });
  }

  private static Route storage() {
    return Route.get("storage-status", "/storage", "The ring, what keeps its segments, settings")
        .with(SHOWN_LANES)
        .answering(Schemas.of(StorageStatus.class))
        .costly()
        .by(call -> call.awa().storage().status(call.get(SHOWN_LANES)));
  }

  private static Route storageHistory() {
    return Route.get(
            "storage-history", "/storage/history", "Who changed which setting of the storage")
        .with(QueueRoutes.CHANGES)
        .answering(Schemas.listOf(SettingChange.class))
        .by(call -> call.awa().storage().history(call.get(QueueRoutes.CHANGES)));
  }

  private static Route stats() {
    return Route.get("stats", "/stats", "What each queue holds, a page of queues by name")
        .with(AFTER, QUEUES)
        .answering(Schemas.of(StatsDocument.class))
        .reaching(Route.Wide.ANYBODY)
        .costly()
        .by(LookRoutes::readings);
  }

  /** As many as could be read in time, of those that the asker may see. */
  static StatsDocument readings(Call call) {
    int limit = call.get(QUEUES);
    List<String> names = names(call, limit + 1);
    List<QueueReading> read =
        call.awa().queues().read(names.subList(0, Math.min(limit, names.size())), WITHIN);
    return StatsDocument.of(read, read.size() < names.size());
  }

  private static List<String> names(Call call, int limit) {
    String found = call.find(AFTER);
    String after = found == null ? "" : found;
    return call.principal().isRestricted()
        ? call.principal().queues().stream()
            .filter(queue -> queue.compareTo(after) > 0)
            .sorted()
            .limit(limit)
            .toList()
        : call.awa().queues().names(after, limit, WITHIN);
  }
}
