package dev.awa.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.engine.Sleepers;
import dev.awa.engine.Sleepers.Call;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** What a worker was named for while it stops is passed on once: by it, or by its notifications. */
final class NamedTest {
  private final TestQueue queue = TestQueue.create();
  private final Sleepers sleepers = queue.engine().sleepers();
  private final WorkerConfig config = WorkerConfig.defaults();
  private final Events events = new Events("test", List.of());
  private final Scope scope = Scope.of(config, queue.engine(), events);
  private final Identity identity = scope.identity();
  private final Session session =
      new Session(
          queue.dataSource(),
          Session.Use.usual("test", config.networkTimeout()),
          new Sessions(config, events));
  private final Named named =
      new Named(scope, session, new PollPace(scope, List.of("q"), () -> true, new CommitPace()));

  private Call call(String xid) {
    return new Call(xid, "q", identity.workerId());
  }

  @Test
  void whatIsNotedBeforeItRisesItPassesOnAndWhatIsNotedAfterwardsItsEar() throws SQLException {
    long other = queue.worker();
    try (Connection notifications = queue.connect();
        session) {
      queue.with(tx -> {
        sleepers.say(tx, other, Sleepers.Way.SLEEPS, List.of("q"));
        return true;
      });
      String channel = queue.with(tx -> queue.engine().workers().channel(tx));
      TestQueue.sql(notifications, "LISTEN \"" + channel + "_" + other + "\"");
      Call before = call("17");
      named.note(before, true);
      named.riseForGood(List.of("q"));
      assertThat(heard(notifications)).filteredOn(words -> words.startsWith("17/")).hasSize(1);
      assertThat(named.takeBack(before)).as("it was passed on").isFalse();
      Call afterwards = call("18");
      named.note(afterwards, true);
      assertThat(named.takeBack(afterwards)).as("the listener passes it on").isTrue();
    }
  }

  /** What is heard until nothing more comes; what comes first may not be the call yet. */
  private static List<String> heard(Connection notifications) throws SQLException {
    PGConnection connection = notifications.unwrap(PGConnection.class);
    List<String> heard = new ArrayList<>();
    PGNotification[] next = connection.getNotifications(10_000);
    while (next.length > 0) {
      Arrays.stream(next).map(PGNotification::getParameter).forEach(heard::add);
      next = connection.getNotifications(500);
    }
    return heard;
  }
}
