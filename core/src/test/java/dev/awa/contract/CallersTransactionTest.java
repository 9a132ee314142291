package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.AwaException;
import dev.awa.client.Awa;
import dev.awa.support.TestQueue;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No call ends a transaction that it did not begin, whoever's data source has handed it out: what
 * the caller wrote before and after a call comes into being together, or not at all.
 */
final class CallersTransactionTest {
  private final TestQueue queue = TestQueue.create();

  /** How the caller's transaction begins and ends. */
  record Course(boolean writesBefore, boolean commits) {}

  @BeforeEach
  void createTable() throws SQLException {
    queue.sql("CREATE TABLE orders (what text)");
  }

  static Stream<Arguments> applications() {
    return Stream.of(Application.Kind.values())
        .flatMap(kind ->
            Stream.of(
                Arguments.of(kind, new Course(true, false)),
                Arguments.of(kind, new Course(kind.isKnownOnlyWhenOpen(), true))));
  }

  @Test
  void everyCallIsTried() {
    assertThat(EveryCall.called()).isEqualTo(EveryCall.callable());
  }

  @ParameterizedTest
  @MethodSource("applications")
  void aCallIsRefusedThatWouldEndTheTransaction(Application.Kind kind, Course course)
      throws Exception {
    try (Application application = Application.of(kind, queue.dataSource())) {
      Awa awa = Awa.of(application.dataSource());
      for (EveryCall call : EveryCall.values()) {
        String refusal = around(application, course, () -> call.on(awa));
        assertThat(refusal)
            .as("%s", call)
            .contains("of somebody else's transaction", "Nothing was done", "joining()");
        assertThat(orders()).as("%s", call).isEqualTo(expectedOrders(course));
        assertThat(jobs()).as("%s", call).isZero();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("applications")
  void aJoiningClientIsPartOfTheTransaction(Application.Kind kind, Course course) throws Exception {
    try (Application application = Application.of(kind, queue.dataSource())) {
      Awa awa = Awa.of(application.dataSource()).joining();
      for (EveryCall call : EveryCall.values()) {
        String refusal = around(application, course, () -> call.on(awa));
        assertThat(orders()).as("%s", call).isEqualTo(expectedOrders(course));
        if (call.joins()) {
          assertThat(refusal).as("%s", call).isEmpty();
          assertThat(jobs()).as("%s", call).isEqualTo(course.commits() ? call.jobs() : 0);
        } else {
          assertThat(refusal)
              .as("%s", call)
              .contains("of somebody else's transaction", "Nothing was done", "of its own");
          assertThat(jobs()).as("%s", call).isZero();
        }
      }
    }
  }

  @Test
  void aReadOnlyTransactionGoesOnAfterTheRefusal() throws SQLException {
    try (Connection tx = queue.connect()) {
      tx.setReadOnly(true);
      tx.setAutoCommit(false);
      for (int call = 0; call < 2; call++) {
        assertThatThrownBy(() -> queue.awa().enqueue(tx, TestQueue.job("q", 1)))
            .isInstanceOf(AwaException.class)
            .hasMessageContaining("the transaction is read-only. Nothing was done");
        assertThatThrownBy(
                () -> queue.awa().copy(tx, List.of(TestQueue.job("q", 1)).iterator(), answer -> {}))
            .hasMessageContaining("the transaction is read-only. Nothing was done");
      }
      assertThat(TestQueue.number(tx, "SELECT count(*) FROM orders")).isZero();
      tx.rollback();
      tx.setReadOnly(false);
      queue.awa().enqueue(tx, TestQueue.job("q", 1));
      tx.commit();
    }
    assertThat(jobs()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"SPRING", "SPRING_WITHOUT_AUTOCOMMIT", "SINGLE_CONNECTION"})
  void outsideOfTransactionsAJoiningClientHasItsOwn(Application.Kind kind) throws Exception {
    try (Application application = Application.of(kind, queue.dataSource())) {
      Awa awa = Awa.of(application.dataSource()).joining();
      for (EveryCall call : EveryCall.values()) {
        call.on(awa);
        assertThat(jobs()).as("%s", call).isEqualTo(call.jobs());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("applications")
  void nobodyIsWokenForWhatIsNotCommitted(Application.Kind kind, Course course) throws Exception {
    try (Application application = Application.of(kind, queue.dataSource())) {
      List<String> woken = new ArrayList<>();
      Awa awa = Awa.of(application.dataSource()).joining().waking(woken::add);
      around(application, course, () -> awa.enqueue(TestQueue.job("q", 1)));
      assertThat(woken).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("applications")
  void aTransactionThatHasOnlyReadIsTheCallersToo(Application.Kind kind, Course course)
      throws Exception {
    try (Application application = Application.of(kind, queue.dataSource())) {
      Awa awa = Awa.of(application.dataSource());
      application.begin();
      application.execute("SET LOCAL lock_timeout = '77s'");
      assertThatThrownBy(() -> awa.enqueue(TestQueue.job("q", 1)))
          .isInstanceOf(AwaException.class)
          .hasMessageContaining("of somebody else's transaction");
      application.execute(
          "INSERT INTO orders SELECT current_setting('lock_timeout') WHERE " + course.commits());
      application.commit();
      assertThat(orders()).isEqualTo(course.commits() ? List.of("77s") : List.of());
    }
  }

  @ParameterizedTest
  @MethodSource("applications")
  void aWorkerThatIsStartedAmidItHasConnectionsOfItsOwnOrIsRefused(
      Application.Kind kind, Course course) throws Exception {
    try (Application application = Application.of(kind, queue.dataSource())) {
      AtomicReference<Worker> started = new AtomicReference<>();
      String refusal =
          around(
              application,
              course,
              () -> started.set(Worker.of(application.dataSource()).queue("q").start()));
      assertThat(orders()).isEqualTo(expectedOrders(course));
      if (kind.hasOneConnection()) {
        assertThat(refusal).contains("of somebody else's transaction", "give it the pool itself");
      } else {
        assertThat(refusal).isEmpty();
        assertThat(queue.number("SELECT count(*) FROM awa.workers")).isEqualTo(1);
        started.get().close();
      }
    }
  }

  @Test
  void aWorkerIsNotStartedOnASingleConnection() throws Exception {
    try (Application application =
        Application.of(Application.Kind.SINGLE_CONNECTION, queue.dataSource())) {
      assertThatThrownBy(() -> Worker.of(application.dataSource()).queue("q").start())
          .isInstanceOf(AwaException.class)
          .hasMessageContaining("the same connection twice");
    }
  }

  private List<String> expectedOrders(Course course) {
    List<String> expected = new ArrayList<>();
    if (course.commits()) {
      if (course.writesBefore()) {
        expected.add("before");
      }
      expected.add("after");
    }
    return expected;
  }

  /** A call amid a transaction; what it is refused with, or nothing. */
  private static String around(Application application, Course course, Runnable call)
      throws Exception {
    String refusal = "";
    application.begin();
    if (course.writesBefore()) {
      application.execute("INSERT INTO orders VALUES ('before')");
    }
    try {
      call.run();
    } catch (AwaException e) {
      refusal = String.valueOf(e.getMessage());
    }
    application.execute("INSERT INTO orders VALUES ('after')");
    if (course.commits()) {
      application.commit();
    } else {
      application.rollBack();
    }
    return refusal;
  }

  /** What the application has written, which is forgotten. */
  private List<String> orders() throws SQLException {
    return queue.texts("WITH gone AS (DELETE FROM orders RETURNING what) TABLE gone");
  }

  /** How many jobs there are, which are forgotten. */
  private long jobs() throws SQLException {
    long jobs = queue.number("SELECT count(*) FROM awa.jobs");
    queue.sql("DELETE FROM awa.ready_entries");
    return jobs;
  }
}
