package dev.awa.admin.page;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The places at the side of every page, with what is counted anyway. */
final class Side {
  private Side() {}

  static List<Frame.Place> of(Visit visit, String here) {
    return of(visit, here, range(visit));
  }

  /** That of the page, also where the page is refused for it. */
  private static TimeRange range(Visit visit) {
    return TimeRange.find(visit.query().get(TimeRange.NAME)).orElse(TimeRange.HOUR);
  }

  private static List<Frame.Place> of(Visit visit, String here, TimeRange range) {
    Counts counts = counts(visit);
    long dead = counts == null ? 0 : counts.deadLetters();
    List<Frame.Place> all = new ArrayList<>();
    all.add(place("", "Overview", "", here, ""));
    all.add(place("Work", "Jobs", "jobs", here, ""));
    all.add(
        new Frame.Place(
            "Work",
            "Dead letters",
            "dead-letters",
            here.equals("dead-letters"),
            dead == 0 ? "" : Words.count(dead),
            dead > 0));
    all.add(place("Work", "Queues", "queues", here, number(counts)));
    all.add(place("Work", "Schedules", "schedules", here, ""));
    if (!visit.isRestricted()) {
      all.add(place("Work", "Kinds", "kinds", here, ""));
      all.add(place("Machine", "Workers", "workers", here, ""));
    }
    all.add(place("Machine", "Operations", "operations", here, ""));
    if (!visit.isRestricted()) {
      all.add(place("Machine", "Storage", "storage", here, ""));
      all.add(place("Machine", "Doctor", "doctor", here, ""));
      all.add(place("Machine", "Audit", "audit", here, ""));
    }
    all.add(place("Machine", "Instance", "instance", here, ""));
    return all.stream().map(place -> place.carrying(range)).toList();
  }

  /** Null when they can't be read: a page is shown also then. */
  private static @Nullable Counts counts(Visit visit) {
    try {
      return visit.counts();
    } catch (Refused e) {
      return null;
    }
  }

  /** Nothing where none could be read in time: that does not say that there is none. */
  private static String number(@Nullable Counts counts) {
    return counts == null || counts.isEmpty() ? "" : counts.number();
  }

  private static Frame.Place place(
      String group, String name, String place, String here, String mark) {
    return new Frame.Place(group, name, place, here.equals(place), mark, false);
  }
}
