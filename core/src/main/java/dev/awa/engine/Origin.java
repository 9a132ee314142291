package dev.awa.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where the data was written: in this cluster, or in another one from which it was dumped or
 * copied. There transaction ids mean something else, and the sequences may not have come with the
 * rows.
 */
final class Origin {
  private final String schema;
  private final Sql xids;
  private final Sql flaws;

  Origin(String schema) {
    this.schema = schema;
    xids = Sql.of(schema, "rebase/xids.sql");
    flaws = Sql.of(schema, "rebase/flaws.sql");
  }

  /** That the data was not written here, and what to do, in words; empty when it was. */
  Optional<String> foreign(Connection tx) throws SQLException {
    Optional<String> flawed =
        flawed(flaws.list(tx, row -> new Flaw(row.getString("flaw"), row.getBoolean("rebase"))));
    return flawed.isPresent() ? flawed : otherCluster(tx);
  }

  /** One thing that did not come with the rows, and whether a rebase mends it. */
  private record Flaw(String words, boolean rebase) {}

  private Optional<String> flawed(List<Flaw> found) {
    if (found.isEmpty()) {
      return Optional.empty();
    }
    String toDo =
        found.stream().allMatch(Flaw::rebase)
            ? ". While no worker runs, do: awa storage rebase (or Awa.storage().rebase())"
            : ". Then, while no worker runs, do: awa storage rebase (or Awa.storage().rebase())";
    return Optional.of(
        found.stream()
            .map(Flaw::words)
            .collect(
                Collectors.joining(
                    "; ",
                    "schema \"" + schema + "\" was copied without what belongs to its rows: ",
                    toDo)));
  }

  /** How far the data is, how far the cluster is, and whether the cluster is behind. */
  private record Xids(String known, String reached, boolean behind) {}

  private Optional<String> otherCluster(Connection tx) throws SQLException {
    Xids found =
        xids.one(
            tx,
            row ->
                new Xids(
                    row.getString("known"), row.getString("reached"), row.getBoolean("behind")));
    if (found.behind()) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              """
              schema "%s" was written in another cluster: it knows transaction ids up to %s, this \
              cluster has reached %s. The data was dumped and restored, and its ids mean nothing here. \
              While no worker runs, do: awa storage rebase (or Awa.storage().rebase())\
              """,
              schema,
              found.known(),
              found.reached()));
    }
    return Optional.empty();
  }
}
