package dev.awa.admin.page;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the dead letters of a page died of. */
final class DeadGroups {
  private static final int SHOWN = 5;
  private static final int WORDS = 80;

  private record Cause(String kind, String trouble) {}

  private DeadGroups() {}

  static List<JobsPage.Group> of(List<JobRow> rows, Search search) {
    Map<Cause, Long> jobs =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    row -> new Cause(row.kind(), Words.cut(row.trouble(), WORDS)),
                    LinkedHashMap::new,
                    Collectors.counting()));
    return jobs.entrySet().stream()
        .sorted(Comparator.comparingLong((Map.Entry<Cause, Long> one) -> -one.getValue()))
        .limit(SHOWN)
        .map(one ->
            new JobsPage.Group(
                one.getKey().kind(),
                one.getKey().trouble(),
                one.getValue(),
                search.with("kind:" + FilterWords.quoted(one.getKey().kind())).text()))
        .toList();
  }
}
