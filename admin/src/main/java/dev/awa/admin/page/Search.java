package dev.awa.admin.page;

import dev.awa.InvalidFilterException;
import dev.awa.JobFilter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was searched for: the text of a filter, as the command takes it.
 *
 * @param terms its conditions
 * @param wrong why it can't be understood, in words; null: it can
 */
record Search(List<String> terms, @Nullable String wrong) {
  private static final List<String> MANY = List.of("tag", "args");

  /** A condition, and the search without it. */
  record Token(String text, String without) {}

  /** The search of an address: {@code q}, and what was typed beside it. */
  static Search of(Visit visit, Counts counts) {
    List<String> terms = new ArrayList<>();
    for (String name : List.of("q", "add")) {
      for (String term : FilterWords.terms(visit.query().get(name))) {
        add(terms, named(term, counts));
      }
    }
    return new Search(List.copyOf(terms), wrong(terms));
  }

  /** A word alone is the name of a queue or a kind; a number is an id. */
  private static String named(String term, Counts counts) {
    if (term.contains(":")) {
      return term;
    }
    if (term.matches("[0-9,]{1,200}")) {
      return "id:" + term;
    }
    return (counts.find(term).isPresent() ? "queue:" : "kind:") + term;
  }

  /** Takes the place of the condition of the same name, where there can be one only. */
  private static void add(List<String> terms, String term) {
    String name = name(term);
    if (!MANY.contains(name)) {
      terms.removeIf(other -> name(other).equals(name));
    }
    terms.add(term);
  }

  private static String name(String term) {
    return term.substring(0, Math.max(0, term.indexOf(':'))).replaceFirst("\\..*", "");
  }

  private static @Nullable String wrong(List<String> terms) {
    try {
      JobFilter.parse(String.join(" ", terms), 1);
      return null;
    } catch (InvalidFilterException e) {
      return e.getMessage();
    }
  }

  String text() {
    return String.join(" ", terms);
  }

  /** What it means; everything, when it can't be understood. */
  JobFilter filter() {
    return JobFilter.parse(wrong == null ? text() : "", 1);
  }

  /** Whether it names nothing but a queue and a state, so that the counters know its number. */
  boolean isCounted() {
    return wrong == null
        && filter().withQueue(null).withState(null).isEmpty()
        && !filter().isDeadLettersOnly();
  }

  /** The same with another condition, in place of one of its name. */
  Search with(String term) {
    List<String> more = new ArrayList<>(terms);
    add(more, term);
    return new Search(List.copyOf(more), wrong(more));
  }

  Search without(String name) {
    List<String> fewer = terms.stream().filter(term -> !name(term).equals(name)).toList();
    return new Search(fewer, wrong(fewer));
  }

  List<Token> tokens() {
    return terms.stream()
        .map(term ->
            new Token(
                term,
                String.join(" ", terms.stream().filter(other -> !other.equals(term)).toList())))
        .toList();
  }
}
