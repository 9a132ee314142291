package dev.awa.metrics;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The values that tags have had. There are no more than so many of each tag, the first that came;
 * every other one is told as "other". So whoever makes up queues or kinds makes no series.
 */
final class Values {
  private final int most;
  private final Map<Tag, Set<String>> known = new EnumMap<>(Tag.class);

  /**
   * None yet.
   *
   * @param most how many a tag may have
   */
  Values(int most) {
    this.most = most;
  }

  /** The value that is told. */
  synchronized String of(Tag tag, String value) {
    Set<String> values = known.computeIfAbsent(tag, ignored -> new HashSet<>());
    if (values.contains(value)) {
      return value;
    }
    if (values.size() >= most) {
      return Tag.OTHER;
    }
    values.add(value);
    return value;
  }
}
