package dev.awa.admin.page;

import dev.awa.admin.SchedulesDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Schedules with when they fire next, a page of them by name; all, or those of an owner.
 *
 * @param owner null: of all
 * @param next the name after which the next page begins; null: this is the last
 * @param isLater whether a page comes before
 * @param deeds what can be done with all schedules of the owner
 */
record SchedulesPage(
    @Nullable String owner,
    List<ScheduleRow> rows,
    @Nullable String next,
    boolean isLater,
    List<Deed> deeds,
    Now now) {
  private static final int ROWS = 100;

  static Page of(Visit visit) {
    String owner = visit.query().find("owner");
    String after = visit.query().find("after");
    SchedulesDocument read =
        visit.get(
            SchedulesDocument.class,
            "/schedules?limit="
                + ROWS
                + (owner == null ? "" : "&owner=" + Words.query(owner))
                + (after == null ? "" : "&after=" + Words.query(after)));
    List<ScheduleRow> rows = read.schedules().stream().map(ScheduleRow::new).toList();
    boolean areAll = after == null && read.next() == null;
    List<Deed> deeds = owner == null ? List.of() : deeds(visit, owner, rows, areAll);
    SchedulesPage page =
        new SchedulesPage(owner, rows, read.next(), after != null, deeds, visit.now());
    return Page.of("Schedules", "schedules", out -> JteschedulesGenerated.render(out, null, page));
  }

  /** What can be done with all of an owner, as far as the schedules in sight tell. */
  private static List<Deed> deeds(
      Visit visit, String owner, List<ScheduleRow> rows, boolean areAll) {
    List<Deed> deeds = new ArrayList<>();
    if (!areAll || rows.stream().anyMatch(row -> !row.text("state").equals("retired"))) {
      String question = "Retire all schedules of " + owner + "?";
      deeds.add(Deed.of(visit, "schedule-owner-retire", "retire", "Retire all", question));
    }
    if (!areAll || rows.stream().anyMatch(row -> !row.text("retired_by").isEmpty())) {
      String question = "Bring the schedules of " + owner + " back?";
      deeds.add(Deed.of(visit, "schedule-owner-restore", "restore", "Restore all", question));
    }
    return deeds;
  }

  /** What a deed means. */
  static String effect(String deed) {
    return deed.equals("retire")
        ? "They fire nothing until somebody brings them back; no declaration does. One that the"
            + " application declares for the first time afterwards is not retired."
        : "Those that people have retired fire again, from now on. Those that nobody declares any"
            + " more stay retired.";
  }

  static Page act(Visit visit, Fields form) {
    String deed = form.get("do");
    String done =
        switch (deed) {
          case "retire" -> "owner-retired";
          case "restore" -> "owner-restored";
          default -> throw Typed.unknown();
        };
    String owner = form.get("owner");
    String target = "/schedule-owners/" + Words.segment(owner) + "/" + deed;
    visit.change("POST", target, Map.of());
    return Page.elsewhere("schedules?owner=" + Words.query(owner) + "&done=" + done);
  }

  /** The address of this list, to be continued with the name of a parameter. */
  String more() {
    return owner == null ? "schedules?" : "schedules?owner=" + Words.query(owner) + "&";
  }

  /** What the table has, in words. */
  String heading() {
    String number = Words.count(rows.size(), "schedule");
    return (next == null && !isLater
            ? number
            : next == null ? "The last " + number : "A page of " + number)
        + (owner == null ? "" : " of " + owner);
  }
}
