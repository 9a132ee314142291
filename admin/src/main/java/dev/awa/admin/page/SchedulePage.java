package dev.awa.admin.page;

import dev.awa.admin.PlannedTime;
import dev.awa.admin.PlannedTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When does a schedule fire, and how did it fire so far?
 *
 * @param next the next ten times
 * @param audit who changed it; null: the visitor may not see that
 */
record SchedulePage(
    ScheduleRow row,
    List<PlannedTime> next,
    List<Deed> deeds,
    @Nullable AuditPanel audit,
    Now now) {
  static Page of(Visit visit) {
    String target = "/schedules/" + visit.segment(1);
    ScheduleRow row = new ScheduleRow(visit.map(target));
    List<PlannedTime> next = visit.get(PlannedTimes.class, target + "/preview?next=10").times();
    AuditPanel audit = AuditPanel.of(visit, "schedule", row.name());
    SchedulePage page = new SchedulePage(row, next, deeds(visit, row), audit, visit.now());
    return Page.of(row.name(), "schedules", out -> JtescheduleGenerated.render(out, null, page));
  }

  private static List<Deed> deeds(Visit visit, ScheduleRow row) {
    String name = row.name();
    List<Deed> deeds = new ArrayList<>();
    deeds.add(Deed.of(visit, "schedule-trigger", "trigger", "Fire now", "Fire " + name + " now?"));
    if (row.text("state").equals("retired")) {
      deeds.add(
          Deed.of(visit, "schedule-restore", "restore", "Restore", "Bring " + name + " back?"));
    } else if (row.time("paused_at") != null) {
      deeds.add(
          Deed.of(visit, "schedule-resume", "resume", "Resume", "Resume " + name + "?").first());
    } else {
      deeds.add(Deed.of(visit, "schedule-pause", "pause", "Pause", "Pause " + name + "?"));
    }
    return deeds;
  }

  /** What a deed means. */
  static String effect(String deed) {
    return switch (deed) {
      case "trigger" ->
          "One job of it is enqueued now, beside those that are planned. Its planned times stay.";
      case "pause" -> "It fires nothing until somebody resumes it. Jobs that it has fired stay.";
      case "resume" -> "It goes on from now on. Times that passed meanwhile are not made up for.";
      default -> "It fires again, from now on.";
    };
  }

  static Page act(Visit visit, Fields form) {
    String target = "/schedules/" + visit.segment(1);
    String deed = form.get("do");
    String done =
        switch (deed) {
          case "trigger" -> "triggered";
          case "pause" -> "schedule-paused";
          case "resume", "restore" -> "schedule-resumed";
          default -> throw Typed.unknown();
        };
    Map<String, Object> body = deed.equals("pause") ? Typed.reason(form, "pause") : Map.of();
    visit.change("POST", target + "/" + deed, body);
    return Page.elsewhere(visit.segment(1) + "?done=" + done);
  }
}
