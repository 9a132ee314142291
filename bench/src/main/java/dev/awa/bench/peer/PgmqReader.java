package dev.awa.bench.peer;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A worker of PGMQ: it reads a batch, does the work, and deletes what it has done, even when it is
 * stopped amid a batch.
 */
record PgmqReader(
    Connection connection, PreparedStatement read, PreparedStatement delete, Work work)
    implements SqlWorkers.Step {
  /** As in the examples of its documentation; has to be longer than the work on a batch. */
  static final int INVISIBLE_SECONDS = 30;

  private static final String READ = "SELECT msg_id, message FROM pgmq.read('mail', ?, ?)";
  private static final String DELETE = "SELECT pgmq.delete('mail', ?)";

  static PgmqReader on(Connection connection, int batch, Work work) throws SQLException {
    PreparedStatement read = connection.prepareStatement(READ);
    read.setInt(1, INVISIBLE_SECONDS);
    read.setInt(2, batch);
    return new PgmqReader(connection, read, connection.prepareStatement(DELETE), work);
  }

  /** A message that was read. */
  private record Message(long id, long number) {}

  @Override
  public int take() throws SQLException, InterruptedException {
    List<Message> messages = messages();
    List<Long> done = new ArrayList<>(messages.size());
    try {
      for (Message message : messages) {
        work.run(message.number());
        done.add(message.id());
      }
    } finally {
      delete(done);
    }
    return messages.size();
  }

  private List<Message> messages() throws SQLException {
    List<Message> messages = new ArrayList<>();
    try (ResultSet rows = read.executeQuery()) {
      while (rows.next()) {
        messages.add(new Message(rows.getLong(1), Payload.number(rows.getString(2))));
      }
    }
    return messages;
  }

  private void delete(List<Long> done) throws SQLException {
    if (!done.isEmpty()) {
      delete.setArray(1, connection.createArrayOf("bigint", done.toArray()));
      delete.execute();
    }
  }
}
