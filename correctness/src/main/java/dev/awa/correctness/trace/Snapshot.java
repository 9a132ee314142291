package dev.awa.correctness.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A snapshot of PostgreSQL: {@code xmin:xmax:xip,...}.
 *
 * @param max the first transaction that had not begun
 * @param open those before it that had not ended
 */
record Snapshot(long max, Set<Long> open) {
  static Snapshot of(String text) {
    String[] parts = text.split(":", -1);
    Set<Long> open =
        Arrays.stream(parts[2].split(","))
            .filter(one -> !one.isEmpty())
            .map(Long::valueOf)
            .collect(Collectors.toSet());
    return new Snapshot(Long.parseLong(parts[1]), open);
  }

  boolean sees(long transaction) {
    return transaction < max && !open.contains(transaction);
  }

  /** The numbers, from 1, of the transactions that it sees of those in a list. */
  Set<Long> of(List<Long> transactions) {
    Set<Long> numbers = new TreeSet<>();
    for (Long one : new ArrayList<>(transactions)) {
      if (sees(one)) {
        numbers.add(transactions.indexOf(one) + 1L);
      }
    }
    return numbers;
  }
}
