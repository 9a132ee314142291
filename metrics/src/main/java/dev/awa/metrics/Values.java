package dev.awa.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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
    for (Tag tag : Tag.values()) {
      known.put(tag, ConcurrentHashMap.newKeySet());
    }
  }

  /** The value that is told. */
  String of(Tag tag, String value) {
    return of(tag).contains(value) ? value : newly(tag, value);
  }

  private synchronized String newly(Tag tag, String value) {
    Set<String> values = of(tag);
    if (values.size() >= most && !values.contains(value)) {
      return Tag.OTHER;
    }
    values.add(value);
    return value;
  }

  private Set<String> of(Tag tag) {
    return Objects.requireNonNull(known.get(tag));
  }
}
