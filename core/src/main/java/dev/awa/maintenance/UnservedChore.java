package dev.awa.maintenance;

import dev.awa.engine.Engine;
import dev.awa.engine.Lead;
import dev.awa.engine.Queues;
import dev.awa.event.Event;
import dev.awa.event.QueuesUnserved;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Looks for queues that have jobs and no worker, and announces each once, when it was so at two
 * looks in a row; again only after a worker has come and gone.
 */
final class UnservedChore implements Chore {
  private static final Plan PLAN =
      new Plan(
          "unserved queues",
          Duration.ofSeconds(30),
          Plan.SPARINGLY,
          Walk.LANES + " lanes",
          Set.of(QueuesUnserved.class));

  private final Queues queues;
  private final Consumer<? super Event> events;
  private final Set<String> told = new HashSet<>();
  private Set<String> before = Set.of();
  private final Set<String> now = new HashSet<>();
  private String after = "";

  UnservedChore(Engine engine, Consumer<? super Event> events) {
    this.queues = engine.queues();
    this.events = events;
  }

  @Override
  public Plan plan() {
    return PLAN;
  }

  /** Looks at the next queues, and tells once all have been seen. */
  @Override
  public Duration turn(Connection connection, Lead lead) throws SQLException {
    Queues.Unserved found = queues.unserved(connection, after, Walk.LANES);
    now.addAll(found.queues());
    after = found.cameTo().orElse("");
    if (found.cameTo().isEmpty()) {
      tell();
    }
    return PLAN.rest(found.cameTo().isPresent());
  }

  private void tell() {
    told.retainAll(now);
    List<String> news = now.stream().filter(before::contains).filter(told::add).sorted().toList();
    before = Set.copyOf(now);
    now.clear();
    if (!news.isEmpty()) {
      events.accept(new QueuesUnserved(news));
    }
  }
}
