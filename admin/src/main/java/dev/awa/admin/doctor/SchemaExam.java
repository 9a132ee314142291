package dev.awa.admin.doctor;

import dev.awa.SchemaException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The schema: its version, its functions, its rows, its indexes. */
final class SchemaExam implements Exam {
  @Override
  public String name() {
    return "schema";
  }

  @Override
  public String about() {
    return "version and functions of the schema, rows that it can't do without, indexes";
  }

  @Override
  public List<Finding> on(Patient patient) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    try {
      patient.awa().check();
    } catch (SchemaException e) {
      findings.add(
          problem(
              "the schema can't be used by this version",
              String.valueOf(e.getMessage()),
              "workers do not start, and calls are refused",
              "awa migrate, as the owner of the schema; or what the words say"));
    }
    for (Broken index : broken(patient)) {
      findings.add(
          warning(
              "an index is not used",
              index.name() + " of table " + index.table() + " is invalid",
              "statements that need it read the whole table",
              "REINDEX INDEX CONCURRENTLY "
                  + Quoted.identifier(patient.schema())
                  + "."
                  + Quoted.identifier(index.name())
                  + ";"));
    }
    return findings;
  }

  private record Broken(String name, String table) {}

  private static List<Broken> broken(Patient patient) throws SQLException {
    return patient.rows(
        "indexes",
        row -> new Broken(row.getString("name"), row.getString("table_name")),
        patient.schema());
  }
}
