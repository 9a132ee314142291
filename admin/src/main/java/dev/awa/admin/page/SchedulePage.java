package dev.awa.admin.page;

import dev.awa.SettingChange;
import dev.awa.admin.PlannedTime;
import dev.awa.admin.PlannedTimes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When does a schedule fire, and how did it fire so far?
 *
 * @param next the next ten times
 * @param history what was done to it, the newest ten changes
 * @param audit who changed it; null: the visitor may not see that
 */
record SchedulePage(
    ScheduleRow row,
    List<PlannedTime> next,
    List<Deed> deeds,
    List<SettingChange> history,
    @Nullable AuditPanel audit,
    Now now) {
  static Page of(Visit visit) {
    String target = "/schedules/" + visit.segment(1);
    ScheduleRow row = new ScheduleRow(visit.map(target));
    List<PlannedTime> next = visit.get(PlannedTimes.class, target + "/preview?next=10").times();
    AuditPanel audit = AuditPanel.of(visit, "schedule", row.name());
    List<SettingChange> history = visit.list(target + "/history?limit=10");
    SchedulePage page = new SchedulePage(row, next, deeds(visit, row), history, audit, visit.now());
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
    if (!row.text("state").equals("retired")) {
      deeds.add(Deed.of(visit, "schedule-retire", "retire", "Retire", "Retire " + name + "?"));
    }
    deeds.add(
        Deed.of(visit, "schedule-adopt", "adopt", "Adopt", "Give " + name + " to another owner?"));
    deeds.add(
        Deed.of(visit, "schedule-delete", "delete", "Delete", "Delete " + name + "?").dangerous());
    return deeds;
  }

  /** What a deed means. */
  static String effect(String deed) {
    return switch (deed) {
      case "trigger" ->
          "One job of it is enqueued now, beside those that are planned. Its planned times stay.";
      case "pause" -> "It fires nothing until somebody resumes it. Jobs that it has fired stay.";
      case "retire" ->
          "It fires nothing until somebody brings it back; no declaration does. It stays to be"
              + " looked at, and so do the jobs that it has fired.";
      case "adopt" ->
          "It belongs to the new owner from now on, who may declare and change it. Its times and"
              + " its jobs stay as they are.";
      case "delete" ->
          "It goes with the notes of its fires; jobs that it has fired stay. There is no undo. An"
              + " application that still declares it makes it anew.";
      case "resume" -> "It goes on from now on. Times that passed meanwhile are not made up for.";
      default -> "It fires again, from now on.";
    };
  }

  static Page act(Visit visit, Fields form) {
    String target = "/schedules/" + visit.segment(1);
    String deed = form.get("do");
    if (deed.equals("delete")) {
      visit.change("DELETE", target, Map.of());
      return Page.elsewhere("../schedules?done=deleted");
    }
    String done =
        switch (deed) {
          case "retire" -> "retired";
          case "adopt" -> "adopted";
          case "trigger" -> "triggered";
          case "pause" -> "schedule-paused";
          case "resume", "restore" -> "schedule-resumed";
          default -> throw Typed.unknown();
        };
    visit.change("POST", target + "/" + deed, body(deed, form));
    return Page.elsewhere(visit.segment(1) + "?done=" + done);
  }

  private static Map<String, Object> body(String deed, Fields form) {
    Map<String, Object> body = new LinkedHashMap<>();
    if (deed.equals("pause")) {
      body.putAll(Typed.reason(form, "pause"));
    } else if (deed.equals("adopt")) {
      JobDeeds.put(body, "owner", form.find("owner"));
      JobDeeds.put(body, "from", form.find("shown_from"));
    }
    return body;
  }
}
