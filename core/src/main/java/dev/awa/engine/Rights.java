package dev.awa.engine;

import dev.awa.Duty;
import dev.awa.SchemaException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The rights on the schema that a role needs for its duty: {@code rights/<duty>.txt}. Which are
 * lacking is asked in one statement, and told by the GRANT that helps.
 */
public final class Rights {
  /** A message of more characters than that is not read. */
  private static final int READABLE = 500;

  /** Asked for by {@code awa.rebase} alone, and everybody's unless it was revoked. */
  private static final String FOR_A_REBASE =
      "-- For awa storage rebase the role needs TEMPORARY ON DATABASE, which everybody has unless"
          + " it was revoked.\n";

  private final String schema;
  private final Sql missing;
  private final Sql granted;
  private final Map<Duty, List<Right>> needed;

  Rights(String schema) {
    this.schema = schema;
    missing = Sql.of(schema, "rights/missing.sql");
    granted = Sql.of(schema, "rights/granted.sql");
    needed = Stream.of(Duty.values()).collect(Collectors.toMap(duty -> duty, Rights::read));
  }

  /** One privilege on one object of the schema, or on the schema itself. */
  record Right(String privilege, String kind, String name) {}

  /** What a role needs for a duty. */
  List<Right> of(Duty duty) {
    return Objects.requireNonNull(needed.get(duty));
  }

  // --- as it is written down ---

  private static List<Right> read(Duty duty) {
    String text =
        Sql.lines("rights/" + duty + ".txt").stream()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.startsWith(" ") ? line : "\n" + line)
            .collect(Collectors.joining());
    List<Right> rights = new ArrayList<>();
    text.lines().filter(line -> !line.isEmpty()).forEach(line -> rights.addAll(readLine(line)));
    return List.copyOf(rights);
  }

  /** For example {@code SELECT, INSERT ON TABLE lanes queues}. */
  private static List<Right> readLine(String line) {
    String[] halves = line.split(" ON ", 2);
    List<String> words = List.of(halves[1].trim().split("\\s+", -1));
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
      case "FUNCTION" -> written.equals(List.of("*")) ? Installed.functions() : written;
      default -> written;
    };
  }

  // --- granted ---

  /**
   * The statements that give a role what it needs for a duty, for the schema's owner to run.
   *
   * @throws IllegalArgumentException when the server can have no role of that name
   */
  public String grants(Duty duty, String role) {
    int bytes = role.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > 63 || role.indexOf(0) >= 0) {
      throw new IllegalArgumentException(
          "role: name must have 1 to 63 bytes, and no NUL, got \"" + role + '"');
    }
    return String.join(";\n", statements(of(duty), SchemaName.quoted(role)))
        + ";\n"
        + (duty == Duty.WORKER ? FOR_A_REBASE : "");
  }

  /** Gives the rights anew to those who had them: a newer library may need more of them. */
  void renew(Connection owner) throws SQLException {
    for (Duty duty : Duty.values()) {
      for (String role : granted.list(owner, row -> row.getString(1), schema, mark(duty))) {
        try (Statement statement = owner.createStatement()) {
          statement.execute(grants(duty, role));
        }
      }
    }
  }

  /** Whoever may execute it was given the rights of that duty. */
  private static String mark(Duty duty) {
    return switch (duty) {
      case PRODUCER -> "append_ready";
      case READER -> "list_jobs";
      case WORKER -> "claim_window";
    };
  }

  private List<String> statements(Collection<Right> rights, String role) {
    Map<List<String>, Set<String>> privilegesOf = new LinkedHashMap<>();
    for (Right right : rights) {
      privilegesOf
          .computeIfAbsent(List.of(right.kind(), right.name()), object -> new TreeSet<>())
          .add(right.privilege());
    }
    Map<String, List<String>> objectsBy = new LinkedHashMap<>();
    privilegesOf.forEach((object, privileges) ->
        objectsBy
            .computeIfAbsent(
                String.join(", ", privileges) + " ON " + object.getFirst() + " ",
                what -> new ArrayList<>())
            .add(named(object.getLast())));
    return objectsBy.entrySet().stream()
        .map(one -> "GRANT " + one.getKey() + String.join(", ", one.getValue()) + " TO " + role)
        .toList();
  }

  private String named(String object) {
    String space = SchemaName.plain(schema);
    return object.isEmpty() ? space : space + "." + object;
  }

  // --- missing ---

  /** What a role lacks, in the order in which the rights are written down. */
  private record Lacking(List<Right> rights, String role) {}

  private Lacking missing(Connection tx, Duty duty) throws SQLException {
    List<Right> rights = of(duty);
    List<String> role = new ArrayList<>();
    List<Right> lacking =
        missing.list(
            tx,
            row -> {
              role.add(row.getString("role"));
              return new Right(
                  row.getString("privilege"), row.getString("kind"), row.getString("name"));
            },
            column(rights, Right::kind),
            column(rights, Right::name),
            column(rights, Right::privilege),
            schema);
    return new Lacking(lacking, lacking.isEmpty() ? "" : role.getFirst());
  }

  /** One part of each right. */
  private interface Part {
    String of(Right right);
  }

  private static String[] column(List<Right> rights, Part part) {
    return rights.stream().map(part::of).toArray(String[]::new);
  }

  /**
   * Checks that the current role has what it needs for a duty.
   *
   * @throws SchemaException when it lacks anything; says all of it
   */
  public void require(Connection tx, Duty duty) throws SQLException {
    Optional<String> lacking = lacking(tx, duty);
    if (lacking.isPresent()) {
      throw new SchemaException(lacking.get());
    }
  }

  /**
   * What the current role lacks for a duty and who can help, in words: the statements that grant
   * it, or the first and the command that prints them all when nobody would read them.
   */
  public Optional<String> lacking(Connection tx, Duty duty) throws SQLException {
    Lacking lacking = missing(tx, duty);
    if (lacking.rights().isEmpty()) {
      return Optional.empty();
    }
    String grants = String.join("; ", statements(lacking.rights(), lacking.role()));
    if (grants.length() > READABLE) {
      grants =
          String.format(
              Locale.ROOT,
              "%s; and %d others",
              statements(lacking.rights().subList(0, 1), lacking.role()).getFirst(),
              lacking.rights().size() - 1);
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "this role lacks rights on schema \"%s\" that a %s needs. The owner of the schema can"
                + " grant them: %s. (All that a %s needs is printed by: awa grants %s %s)",
            schema,
            duty,
            grants,
            duty,
            duty,
            lacking.role()));
  }
}
