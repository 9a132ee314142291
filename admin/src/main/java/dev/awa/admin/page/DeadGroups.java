package dev.awa.admin.page;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What the dead letters of a page died of. */
final class DeadGroups {
  private static final int SHOWN = 5;
  private static final int WORDS = 80;

  /** The first line of an error, cut; isError: it stands in their errors, so a filter finds it. */
  private record Cause(String kind, String trouble, boolean isError) {
    static Cause of(Map<String, ?> job) {
      JobRow row = JobRow.of(job);
      boolean isError = job.get("errors") instanceof JsonNode errors && !errors.isEmpty();
      return new Cause(row.kind(), Words.cut(row.trouble(), WORDS), isError);
    }

    /** The dead letters that died of it. */
    Search of(Search search) {
      Search ofKind = search.with("kind:" + FilterWords.quoted(kind));
      String text = trouble.replaceFirst("…$", "").strip();
      return isError && !text.isEmpty() ? ofKind.with("error:" + FilterWords.quoted(text)) : ofKind;
    }
  }

  private DeadGroups() {}

  static List<JobsPage.Group> of(List<? extends Map<String, ?>> found, Search search) {
    Map<Cause, Long> jobs =
        found.stream()
            .collect(Collectors.groupingBy(Cause::of, LinkedHashMap::new, Collectors.counting()));
    return jobs.entrySet().stream()
        .sorted(Comparator.comparingLong((Map.Entry<Cause, Long> one) -> -one.getValue()))
        .limit(SHOWN)
        .map(one ->
            new JobsPage.Group(
                one.getKey().kind(),
                one.getKey().trouble(),
                one.getValue(),
                one.getKey().of(search).text()))
        .toList();
  }
}
