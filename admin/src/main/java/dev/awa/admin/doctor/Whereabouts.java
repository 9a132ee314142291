package dev.awa.admin.doctor;

import dev.awa.client.Awa;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Where a queue is, and as whom it is spoken to.
 *
 * @param database the name of the database
 * @param schema the schema that the queue lives in
 * @param address of the server, as the server knows it; null: a socket of its own machine
 * @param serverVersion of PostgreSQL: 18.1
 * @param standby whether the server only follows another one, and nothing can be changed
 * @param startedAt since when the server is up
 * @param role as whom the database is spoken to
 * @param version of Awa; null where it does not run from a jar that says so
 */
public record Whereabouts(
    String database,
    String schema,
    @Nullable String address,
    String serverVersion,
    boolean standby,
    Instant startedAt,
    String role,
    @Nullable String version) {

  /**
   * Asks the server.
   *
   * @throws SQLException when it does not answer
   */
  public static Whereabouts of(DataSource dataSource, Awa awa) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      boolean autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(false);
      try {
        Patient patient = new Patient(dataSource, awa, awa.schema(), connection);
        return patient.row(
            "whereabouts",
            row ->
                new Whereabouts(
                    row.getString("database"),
                    awa.schema(),
                    address(row.getString("address"), row.getInt("port")),
                    row.getString("version"),
                    row.getBoolean("standby"),
                    row.getObject("started_at", OffsetDateTime.class).toInstant(),
                    row.getString("role"),
                    Awa.class.getPackage().getImplementationVersion()));
      } finally {
        connection.rollback();
        connection.setAutoCommit(autoCommit);
      }
    }
  }

  private static @Nullable String address(String host, int port) {
    return host.isEmpty() ? null : (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
