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
    for (String index : broken(patient)) {
      findings.add(
          warning(
              "an index is not used",
              index,
              "statements that need it read the whole table",
              "REINDEX INDEX CONCURRENTLY "
                  + patient.schema()
                  + "."
                  + index.split(" ", 2)[0]
                  + ";"));
    }
    return findings;
  }

  private static List<String> broken(Patient patient) throws SQLException {
    return patient.rows(
        "indexes",
        row -> row.getString("name") + " of table " + row.getString("table_name") + " is invalid",
        patient.schema());
  }
}
