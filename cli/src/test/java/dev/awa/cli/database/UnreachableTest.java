package dev.awa.cli.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

class UnreachableTest {
  @Test
  void whatTheServerSaidIsToldAndWhatToDo() {
    PSQLException refused =
        new PSQLException(
            new ServerErrorMessage(
                "SFATAL\0C28P01\0Mpassword authentication failed for user \"jo\"\0\0"));
    assertThat(Unreachable.words(new DatabaseUrl("jdbc:postgresql://h:1/d", "jo", "x"), refused))
        .isEqualTo(
            "can't connect to h:1/d as jo: password authentication failed for user \"jo\"."
                + " Check the user and the password (PGPASSWORD, ~/.pgpass).");
    PSQLException away =
        new PSQLException("The server does not support SSL.", PSQLState.CONNECTION_REJECTED);
    assertThat(Unreachable.words(new DatabaseUrl("jdbc:postgresql://h:1/d", "jo", "x"), away))
        .isEqualTo(
            "can't connect to h:1/d as jo: The server does not support SSL. The server is there,"
                + " and it turns this connection away: check the password (PGPASSWORD, ~/.pgpass)"
                + " and sslmode.");
  }
}
