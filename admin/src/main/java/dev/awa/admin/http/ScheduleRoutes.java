package dev.awa.admin.http;

import dev.awa.Enqueued;
import dev.awa.Handling;
import dev.awa.Limits;
import dev.awa.SettingChange;
import dev.awa.admin.AdoptedSchedule;
import dev.awa.admin.PlannedTimes;
import dev.awa.admin.ScheduleDocument;
import dev.awa.admin.SchedulesDocument;
import dev.awa.admin.SteeredOwner;
import dev.awa.admin.TriggeredSchedule;
import dev.awa.schedule.ScheduleOwner;
import dev.awa.schedule.StoredSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Routes of schedules. */
final class ScheduleRoutes {
  private static final Parameter<String> NAME =
      Parameter.path("schedule", Type.segment(Limits.NAME_CHARACTERS), "The schedule.");

  private static final Parameter<String> OF_OWNER =
      Parameter.query("owner", Type.text(Limits.NAME_CHARACTERS), "Those of one owner only.");

  private static final Parameter<Integer> LIMIT =
      Parameter.query("limit", Type.integer(1, 1000), "How many schedules at most.").or(200);

  private static final int READ_AT_ONCE = 1000;

  private static final Parameter<Integer> NEXT =
      Parameter.query("next", Type.integer(1, 1000), "How many times at most.").or(10);

  private static final Parameter<String> REASON =
      Parameter.body("reason", Type.text(Limits.REASON_CHARACTERS), "Why, for people.").must();

  private static final Parameter<String> OWNER =
      Parameter.body("owner", Type.text(Limits.NAME_CHARACTERS), "The new owner.").must();

  private static final Parameter<String> FROM =
      Parameter.body(
          "from", Type.text(Limits.NAME_CHARACTERS), "Who must own it now; default: anybody.");

  private static final Parameter<String> WHOSE =
      Parameter.path("owner", Type.segment(Limits.NAME_CHARACTERS), "The owner.");

  private static final Route.Reach ITS_QUEUE = call -> List.of(existing(call).queue());

  private ScheduleRoutes() {}

  static List<Route> all() {
    return List.of(
        list(),
        owners(),
        retireOwner(),
        restoreOwner(),
        show(),
        history(),
        preview(),
        trigger(),
        pause(),
        resume(),
        adopt(),
        retire(),
        restore(),
        delete());
  }

  private static StoredSchedule existing(Call call) {
    return call.awa()
        .schedules()
        .find(call.get(NAME))
        .orElseThrow(() ->
            Problem.of(
                Problem.Kind.NOT_FOUND,
                "there is no schedule \"" + Type.quoted(call.get(NAME)) + "\"",
                "GET /api/schedules lists the schedules that there are"));
  }

  private static Map<String, ?> document(Call call) {
    return hidden(call, ScheduleDocument.of(existing(call), call.awa().workers().handling()));
  }

  /** A schedule has arguments and metadata, as its jobs have. */
  private static Map<String, ?> hidden(Call call, Map<String, ?> document) {
    call.hideIn(document);
    return document;
  }

  private static Route list() {
    return Route.get("schedule-list", "/schedules", "A page of schedules by name, also retired")
        .with(OF_OWNER, LookRoutes.AFTER, LIMIT)
        .answering(Schemas.schedules())
        .costly()
        .reaching(Route.Wide.ANYBODY)
        .by(call -> {
          Handling handling = call.awa().workers().handling();
          SchedulesDocument page = SchedulesDocument.of(reached(call), call.get(LIMIT), handling);
          call.hideIn(page.schedules());
          return page;
        });
  }

  /** Those of the page that the asker may see and, if others follow, one of these at least. */
  private static List<StoredSchedule> reached(Call call) {
    String after = call.find(LookRoutes.AFTER);
    int most = call.principal().isRestricted() ? READ_AT_ONCE : call.get(LIMIT) + 1;
    List<StoredSchedule> reached = new ArrayList<>();
    List<StoredSchedule> read;
    do {
      read = call.awa().schedules().page(call.find(OF_OWNER), after == null ? "" : after, most);
      read.stream()
          .filter(schedule -> call.principal().mayReach(schedule.queue()))
          .forEach(reached::add);
      after = read.isEmpty() ? after : read.getLast().name();
    } while (read.size() == most && reached.size() <= call.get(LIMIT));
    return reached;
  }

  private static Route owners() {
    return Route.get(
            "schedule-owners",
            "/schedule-owners",
            "Who owns schedules, what is declared, what retires when")
        .answering(Schemas.listOf(ScheduleOwner.class))
        .by(call -> call.awa().schedules().owners());
  }

  /** Steers all schedules of an owner, for the one who asks; answers the names. */
  private interface Owners {
    List<String> on(Call call, String owner);
  }

  private static Route steeringAll(Route route, Owners owners) {
    return route
        .needing(Role.ADMINISTER)
        .with(WHOSE)
        .answering(Schemas.of(SteeredOwner.class))
        .by(call -> {
          String owner = call.get(WHOSE);
          if (call.awa().schedules().page(owner, "", 1).isEmpty()) {
            throw Problem.of(
                Problem.Kind.NOT_FOUND,
                "there is no schedule of owner \"" + Type.quoted(owner) + "\"",
                "GET /api/schedule-owners lists the owners that there are");
          }
          return new SteeredOwner(owner, owners.on(call, owner));
        });
  }

  private static Route retireOwner() {
    return steeringAll(
        Route.post(
            "schedule-owner-retire",
            "/schedule-owners/{owner}/retire",
            "Retire all schedules of an owner"),
        (call, owner) -> call.awa().schedules().retireOwner(owner, call.by()));
  }

  private static Route restoreOwner() {
    return steeringAll(
        Route.post(
            "schedule-owner-restore",
            "/schedule-owners/{owner}/restore",
            "Bring those of an owner back that people have retired"),
        (call, owner) -> call.awa().schedules().restoreOwner(owner, call.by()));
  }

  /** Of one that is gone nobody knows the queue: for those who are let into every queue. */
  private static List<String> queueOfHistory(Call call) {
    return call.awa()
        .schedules()
        .find(call.get(NAME))
        .or(() -> call.principal().isRestricted() ? Optional.of(existing(call)) : Optional.empty())
        .map(schedule -> List.of(schedule.queue()))
        .orElse(List.of());
  }

  private static Route history() {
    return Route.get(
            "schedule-history", "/schedules/{schedule}/history", "Who did what, newest first")
        .with(NAME, QueueRoutes.CHANGES)
        .answering(Schemas.listOf(SettingChange.class))
        .reaching(ScheduleRoutes::queueOfHistory)
        .by(call -> call.awa().schedules().history(call.get(NAME), call.get(QueueRoutes.CHANGES)));
  }

  private static Route show() {
    return Route.get("schedule-show", "/schedules/{schedule}", "One schedule, its newest fires")
        .with(NAME)
        .answering(Schemas.schedule())
        .reaching(ITS_QUEUE)
        .by(call ->
            hidden(
                call,
                ScheduleDocument.of(
                    existing(call),
                    call.awa().workers().handling(),
                    call.awa().schedules().fires(call.get(NAME)))));
  }

  private static Route preview() {
    return Route.get(
            "schedule-preview", "/schedules/{schedule}/preview", "The next times it is planned for")
        .with(NAME, NEXT)
        .answering(Schemas.of(PlannedTimes.class))
        .reaching(ITS_QUEUE)
        .by(call -> {
          StoredSchedule schedule = existing(call);
          return PlannedTimes.of(
              schedule.name(),
              call.awa().schedules().preview(schedule.name(), call.get(NEXT)),
              ScheduleDocument.warning(schedule, call.awa().workers().handling()));
        });
  }

  private static Route trigger() {
    return Route.post("schedule-trigger", "/schedules/{schedule}/trigger", "Fire a schedule now")
        .with(NAME)
        .answering(Schemas.of(TriggeredSchedule.class))
        .reaching(ITS_QUEUE)
        .by(call -> {
          existing(call);
          Enqueued job = call.awa().schedules().trigger(call.get(NAME), call.by());
          return new TriggeredSchedule(call.get(NAME), job.id(), job.duplicate());
        });
  }

  /** Steers a schedule by its name, for the one who asks. */
  private interface Steering {
    void on(Call call, String name);
  }

  /** Answers the schedule as it is afterwards. */
  private static Route steering(Route route, Steering steering) {
    return route
        .answering(Schemas.schedule())
        .reaching(ITS_QUEUE)
        .by(call -> {
          existing(call);
          steering.on(call, call.get(NAME));
          return document(call);
        });
  }

  private static Route pause() {
    return steering(
        Route.post(
                "schedule-pause", "/schedules/{schedule}/pause", "It fires nothing until resumed")
            .with(NAME, REASON),
        (call, name) -> call.awa().schedules().pause(name, call.by(), call.get(REASON)));
  }

  private static Route resume() {
    return steering(
        Route.post("schedule-resume", "/schedules/{schedule}/resume", "Let it go on, from now on")
            .with(NAME),
        (call, name) -> call.awa().schedules().resume(name, call.by()));
  }

  private static Route retire() {
    return steering(
        Route.post("schedule-retire", "/schedules/{schedule}/retire", "It fires nothing and stays")
            .needing(Role.ADMINISTER)
            .with(NAME),
        (call, name) -> call.awa().schedules().retire(name, call.by()));
  }

  private static Route restore() {
    return steering(
        Route.post("schedule-restore", "/schedules/{schedule}/restore", "Bring a retired one back")
            .needing(Role.ADMINISTER)
            .with(NAME),
        (call, name) -> call.awa().schedules().restore(name, call.by()));
  }

  private static Route adopt() {
    return Route.post("schedule-adopt", "/schedules/{schedule}/adopt", "Give it to another owner")
        .needing(Role.ADMINISTER)
        .with(NAME, OWNER, FROM)
        .answering(Schemas.of(AdoptedSchedule.class))
        .reaching(ITS_QUEUE)
        .by(call -> {
          existing(call);
          String name = call.get(NAME);
          String owner = call.get(OWNER);
          String before = call.awa().schedules().adopt(name, owner, call.find(FROM), call.by());
          return new AdoptedSchedule(name, owner, before);
        });
  }

  private static Route delete() {
    return Route.delete(
            "schedule-delete", "/schedules/{schedule}", "Delete it with the notes of its fires")
        .with(NAME)
        .answering(Schemas.schedule())
        .reaching(ITS_QUEUE)
        .by(call -> {
          Map<String, ?> before = document(call);
          call.awa().schedules().delete(call.get(NAME), call.by());
          return before;
        });
  }
}
