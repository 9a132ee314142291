package dev.awa.support;

import dev.awa.Job;
import dev.awa.RawJson;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Random;

/**
 * Rows that the server can't read: what they keep out of line is taken away, as a bad disk does it.
 * A statement that reads it fails with XX001 ("missing chunk number 0 for toast value ...");
 * nothing else is harmed. Needs a superuser.
 */
public final class Damage {
  private static final int CHARACTERS = 8000;

  private Damage() {}

  /** A job whose arguments lie out of line, as they are. */
  public static Job<RawJson> large(String queue, int seed) {
    return Job.of("test", new RawJson("{\"text\": \"" + noise(seed) + "\"}")).withQueue(queue);
  }

  /** A job whose arguments are compressed, and lie out of line all the same. */
  public static Job<RawJson> compressed(String queue, int seed) {
    StringBuilder numbers = new StringBuilder("[" + seed);
    for (int i = 0; i < 10_000; i++) {
      numbers.append(',').append(seed + i);
    }
    return Job.of("test", new RawJson(numbers + "]")).withQueue(queue);
  }

  /** Text that nothing compresses. */
  public static String noise(int seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < CHARACTERS; i++) {
      text.append((char) (random.nextInt('z' - '0') + '0'));
    }
    return text.toString().replace('\\', '/');
  }

  /** Takes away all that a table keeps out of line. Rows that are written afterwards are whole. */
  public static void of(TestQueue queue, String table) throws SQLException {
    String toast =
        queue
            .texts(
                "SELECT reltoastrelid::regclass::text FROM pg_class WHERE oid = ?::regclass", table)
            .getFirst();
    queue.transaction(tx -> {
      seemsOrdinary(tx, toast, true);
      TestQueue.sql(tx, "DELETE FROM " + toast);
      seemsOrdinary(tx, toast, false);
    });
    queue.sql("VACUUM " + table); // what was deleted can be read until then
  }

  private static void seemsOrdinary(Connection tx, String toast, boolean ordinary)
      throws SQLException {
    TestQueue.sql(
        tx,
        "UPDATE pg_class SET relkind = ?::text::\"char\" WHERE oid = ?::regclass",
        ordinary ? "r" : "t",
        toast);
  }
}
