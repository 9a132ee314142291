package dev.awa.admin.page;

import dev.awa.admin.JobsDocument;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The list from which somebody has come to a job, and the jobs beside it there. Two looks for one
 * job each, from the place where this one is or was.
 *
 * @param list the list, from the page of the job
 * @param newer the page of the job before this one in the list; null: there is none
 * @param older the page of the job after this one; null: there is none
 */
record Neighbours(String list, @Nullable String newer, @Nullable String older) {
  /** Those of a visit; null when the job was not opened from a list. */
  static @Nullable Neighbours of(Visit visit, Map<String, ?> job) {
    String place = visit.query().get("in");
    boolean isDead = place.equals("dead-letters");
    if (!isDead && !place.equals("jobs")) {
      return null;
    }
    Instant finished = (Instant) job.get("finished_at");
    Object id = Facts.of(job, "id");
    boolean isByEnd = ListOrder.isByEnd(visit.query());
    String cursor = (isDead || isByEnd) && finished != null ? finished + "/" + id : "" + id;
    String filter = visit.query().get("q");
    String list = "q=" + Words.query(filter) + (isByEnd ? ListOrder.TAIL : "");
    String asked = "/" + place + "?limit=1" + (isByEnd ? "&by_end=true" : "");
    String query = "in=" + place + "&" + list;
    return new Neighbours(
        "../" + place + "?" + list,
        beside(visit, asked, filter, "after", cursor, query),
        beside(visit, asked, filter, "before", cursor, query));
  }

  /** A list that can't be read now has no neighbours: the page of the job does without. */
  private static @Nullable String beside(
      Visit visit, String asked, String filter, String side, String cursor, String query) {
    String target =
        asked
            + "&"
            + side
            + "="
            + Words.query(cursor)
            + (filter.isEmpty() ? "" : "&filter=" + Words.query(filter));
    try {
      JobsDocument found = visit.get(JobsDocument.class, target);
      return found.jobs().isEmpty() ? null : found.jobs().getFirst().get("id") + "?" + query;
    } catch (Refused e) {
      return null;
    }
  }
}
