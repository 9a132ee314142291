package dev.awa.admin.doctor;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ordinary tables of the schema: how much in them is dead. The logs have nothing dead. */
final class TablesExam implements Exam {
  private final long many;

  /** Less than a hundred thousand are cleaned up in a moment. */
  TablesExam() {
    this(100_000);
  }

  /** Finds tables with so many dead rows. */
  TablesExam(long many) {
    this.many = many;
  }

  @Override
  public String name() {
    return "tables";
  }

  @Override
  public String about() {
    return "dead rows of the ordinary tables, and whether autovacuum may come to them";
  }

  private record Table(
      String name,
      long live,
      long dead,
      long bytes,
      @Nullable Duration vacuumedAgo,
      boolean isLeftOut) {}

  @Override
  public List<Finding> on(Patient patient) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    for (Table table : tables(patient)) {
      if (table.isLeftOut() && table.live() + table.dead() > 0) {
        findings.add(
            warning(
                "autovacuum leaves a table out",
                of(patient, table) + " has autovacuum_enabled = off",
                "the table grows for ever",
                "ALTER TABLE " + of(patient, table) + " RESET (autovacuum_enabled);"));
      }
      if (table.dead() > many && table.dead() > table.live()) {
        findings.add(
            warning(
                "a table is mostly dead rows",
                of(patient, table)
                    + ": "
                    + Ago.count(table.dead())
                    + " dead, "
                    + Ago.count(table.live())
                    + " live, "
                    + Ago.size(table.bytes())
                    + "; vacuumed "
                    + (table.vacuumedAgo() == null
                        ? "never"
                        : Ago.words(table.vacuumedAgo()) + " ago"),
                "lists and looks read what is dead; the table grows",
                "end what holds the horizon (exam horizon), then: VACUUM "
                    + of(patient, table)
                    + ";"));
      }
    }
    return findings;
  }

  private static String of(Patient patient, Table table) {
    return Quoted.identifier(patient.schema()) + "." + Quoted.identifier(table.name());
  }

  private static List<Table> tables(Patient patient) throws SQLException {
    return patient.rows(
        "tables",
        row ->
            new Table(
                row.getString("name"),
                row.getLong("live"),
                row.getLong("dead"),
                row.getLong("bytes"),
                Patient.time(row, "vacuumed_ago"),
                row.getBoolean("is_left_out")),
        patient.schema());
  }
}
