package dev.awa.cli.database;

import dev.awa.cli.terminal.Printer;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Why a database could not be connected to: in PostgreSQL's own words, and what to do. */
final class Unreachable {
  private Unreachable() {}

  static String words(DatabaseUrl url, SQLException failure) {
    String said = said(failure).replaceFirst("\\.$", "");
    return "can't connect to " + place(url) + ": " + said + ". " + cure(failure);
  }

  private static String place(DatabaseUrl url) {
    String place =
        url.toString().replaceFirst("^jdbc:postgresql:(//)?", "").replaceFirst("\\?.*", "");
    return url.user().isEmpty() ? place : place + " as " + url.user();
  }

  private static String said(SQLException failure) {
    ServerErrorMessage server =
        failure instanceof PSQLException e ? e.getServerErrorMessage() : null;
    if (server != null && server.getMessage() != null) {
      return Printer.plain(server.getMessage());
    }
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof UnknownHostException)) {
      cause = cause.getCause();
    }
    return switch (cause) {
      case UnknownHostException e -> "no host is called " + Printer.plain(e.getMessage());
      case ConnectException e -> "nothing listens there (" + Printer.plain(e.getMessage()) + ")";
      case SocketTimeoutException e -> "no answer (" + Printer.plain(e.getMessage()) + ")";
      default -> Printer.plain(failure.getMessage());
    };
  }

  private static String cure(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    return switch (state) {
      case "28P01" -> "Check the user and the password (PGPASSWORD, ~/.pgpass).";
      case "28000" -> "Check that the role exists and may log in, and what pg_hba.conf says of it.";
      case "08004" ->
          "The server is there, and it turns this connection away: check the password (PGPASSWORD,"
              + " ~/.pgpass) and sslmode.";
      case "3D000" -> "Check the name of the database; psql -l lists them.";
      case "53300" -> "Try again when others have left.";
      case "08P01" ->
          "A pooler says so, not the database. It must be in transaction or session mode, and let"
              + " through what the URL asks for (PgBouncer: pool_mode, ignore_startup_parameters);"
              + " see docs/poolers.md.";
      case "57P03" -> "The server is starting or stopping; try again.";
      default ->
          state.startsWith("08")
              ? "Check the host and the port, and that the server is up and listens there."
              : "(SQLSTATE " + state + ")";
    };
  }
}
