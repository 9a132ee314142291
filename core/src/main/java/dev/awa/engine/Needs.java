package dev.awa.engine;

import dev.awa.Duty;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The rights that each duty needs, as they are written down: on tables and sequences in {@code
 * rights/<duty>.txt}, on functions in {@code rights/functions.txt}, which says what the heads of
 * their files say. The migrator owns all of it, and needs none.
 */
final class Needs {
  private static final String ALL_OF = "ALL OF ";

  private static final Map<Duty, List<Right>> READ = new ConcurrentHashMap<>();

  private Needs() {}

  /** One privilege on one object of the schema, or on the schema itself. */
  record Right(String privilege, String kind, String name) {}

  /** What a role needs for a duty. */
  static List<Right> of(Duty duty) {
    return duty == Duty.MIGRATOR ? List.of() : READ.computeIfAbsent(duty, Needs::read);
  }

  private static List<Right> read(Duty duty) {
    List<Right> rights = new ArrayList<>(readFile(duty.toString()));
    lines("rights/functions.txt").stream()
        .map(line -> line.split(": ", 2))
        .filter(halves -> List.of(halves[0].split(", ", -1)).contains(duty.toString()))
        .flatMap(halves -> words(halves[1]).stream())
        .sorted()
        .forEach(function -> rights.add(new Right("EXECUTE", "FUNCTION", function)));
    return List.copyOf(rights);
  }

  /** A line {@code ALL OF producer reader} stands for all lines of theirs. */
  private static Set<Right> readFile(String duty) {
    Set<Right> rights = new LinkedHashSet<>();
    for (String line : lines("rights/" + duty + ".txt")) {
      if (line.startsWith(ALL_OF)) {
        words(line.substring(ALL_OF.length())).forEach(other -> rights.addAll(readFile(other)));
      } else {
        rights.addAll(readLine(line));
      }
    }
    return rights;
  }

  /** Without comments; one that is indented goes on with the line above. */
  private static List<String> lines(String file) {
    return Sql.lines(file).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.startsWith(" ") ? line : "\n" + line)
        .collect(Collectors.joining())
        .lines()
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private static List<String> words(String text) {
    return List.of(text.trim().split("\\s+", -1));
  }

  /** For example {@code SELECT, INSERT ON TABLE lanes queues}. */
  private static List<Right> readLine(String line) {
    String[] halves = line.split(" ON ", 2);
    List<String> words = words(halves[1]);
    String kind = words.getFirst();
    List<Right> rights = new ArrayList<>();
    for (String name : names(kind, words.subList(1, words.size()))) {
      for (String privilege : halves[0].split(", ", -1)) {
        rights.add(new Right(privilege, kind.equals("SLOTS") ? "TABLE" : kind, name));
      }
    }
    return rights;
  }

  private static List<String> names(String kind, List<String> written) {
    return switch (kind) {
      case "SCHEMA" -> List.of("");
      case "SLOTS" ->
          written.stream()
              .flatMap(log -> IntStream.range(0, Ring.SLOTS).mapToObj(slot -> log + "_" + slot))
              .toList();
      default -> written.stream().flatMap(Needs::parts).toList();
    };
  }

  /** {@code timings_0..25} is 26 tables. */
  private static Stream<String> parts(String written) {
    int dots = written.indexOf("0..");
    return dots < 0
        ? Stream.of(written)
        : IntStream.rangeClosed(0, Integer.parseInt(written.substring(dots + 3)))
            .mapToObj(part -> written.substring(0, dots) + part);
  }
}
