package shop;

import dev.awa.Job;
import dev.awa.client.Awa;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Takes orders. The order and its receipt come into being together, or neither does. */
@Service
class Orders {
  private final JdbcTemplate jdbc;
  private final Awa awa;

  Orders(JdbcTemplate jdbc, Awa awa) {
    this.jdbc = jdbc;
    this.awa = awa;
  }

  @Transactional
  public void place(String email, long cents) {
    jdbc.update("INSERT INTO orders VALUES (?, ?)", email, cents);
    awa.enqueue(Job.of(new SendReceipt(email, cents)).withQueue("mail"));
  }
}
