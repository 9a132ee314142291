package dev.awa.correctness.trace;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A call of the engine, and what it answered.
 *
 * @param begun the moment before it was made
 * @param ended the moment after its answer had come
 * @param verb what was called
 * @param answer the rest: numbers, truth values, sets of numbers, in the words of ClaimTrace.tla
 */
record Call(long begun, long ended, String verb, Map<String, Object> answer) {
  Call {
    answer = new TreeMap<>(answer);
  }

  Call with(String name, Object value) {
    Map<String, Object> other = new TreeMap<>(answer);
    other.put(name, value);
    return new Call(begun, ended, verb, other);
  }

  /** The same call at another time. */
  Call at(long otherBegun, long otherEnded) {
    return new Call(otherBegun, otherEnded, verb, answer);
  }

  boolean isDone() {
    return Boolean.TRUE.equals(answer.get("done"));
  }

  /** A set of numbers of the answer. */
  List<Long> numbers(String name) {
    return answer.get(name) instanceof Collection<?> some
        ? some.stream().map(one -> (Long) one).toList()
        : List.of();
  }

  /** A record of TLA+. */
  String text() {
    List<String> fields = new ArrayList<>(List.of("verb |-> \"" + verb + "\""));
    answer.forEach((name, value) -> fields.add(name + " |-> " + text(value)));
    return "[" + String.join(", ", fields) + "]";
  }

  private static String text(Object value) {
    return switch (value) {
      case Boolean truth -> truth ? "TRUE" : "FALSE";
      case Pair pair -> "<<" + pair.first() + ", " + pair.second() + ">>";
      case Collection<?> some ->
          some.stream().map(Call::text).collect(Collectors.joining(", ", "{", "}"));
      default -> value.toString();
    };
  }

  /** Two numbers. */
  record Pair(long first, long second) {}
}
