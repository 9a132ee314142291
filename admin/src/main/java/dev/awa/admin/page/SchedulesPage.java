package dev.awa.admin.page;

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
    List<ScheduleRow> all =
        visit
            .<Map<String, Object>>list(
                "/schedules" + (owner == null ? "" : "?owner=" + Words.query(owner)))
            .stream()
            .map(ScheduleRow::new)
            .toList();
    int from = from(all, visit.query().find("after"));
    List<ScheduleRow> rows = all.subList(from, Math.min(all.size(), from + ROWS));
    String next = from + ROWS < all.size() ? rows.getLast().name() : null;
    List<Deed> deeds = owner == null ? List.of() : deeds(visit, owner, all);
    SchedulesPage page = new SchedulesPage(owner, rows, next, from > 0, deeds, visit.now());
    return Page.of("Schedules", "schedules", out -> JteschedulesGenerated.render(out, null, page));
  }

  /** Behind the last one of the page before; where that one is gone, the first page is shown. */
  private static int from(List<ScheduleRow> all, @Nullable String after) {
    return after == null ? 0 : 1 + all.stream().map(ScheduleRow::name).toList().indexOf(after);
  }

  private static List<Deed> deeds(Visit visit, String owner, List<ScheduleRow> all) {
    List<Deed> deeds = new ArrayList<>();
    if (all.stream().anyMatch(row -> !row.text("state").equals("retired"))) {
      String question = "Retire all schedules of " + owner + "?";
      deeds.add(Deed.of(visit, "schedule-owner-retire", "retire", "Retire all", question));
    }
    if (all.stream().anyMatch(row -> !row.text("retired_by").isEmpty())) {
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
