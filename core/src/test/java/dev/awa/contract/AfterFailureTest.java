package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.awa.AwaException;
import dev.awa.DuplicateJobException;
import dev.awa.InvalidJobException;
import dev.awa.Job;
import dev.awa.RawJson;
import dev.awa.Unique;
import dev.awa.client.Awa;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.AutoSave;

/**
 * What a call that fails leaves of the caller's transaction: the same for one job, many, and a
 * COPY. In SQL every error ends a transaction, up to a savepoint.
 */
@Tag("every-postgres")
final class AfterFailureTest {
  private final TestQueue queue = TestQueue.create();
  private final Awa awa = queue.awa();

  /** How jobs are enqueued; the last of them is the one that fails. */
  enum Way {
    ONE(1),
    SEVERAL(2),
    MANY(1001),
    COPY(1001),
    SQL(1);

    private final int jobs;

    Way(int jobs) {
      this.jobs = jobs;
    }

    void enqueue(Awa awa, Connection tx, Job<RawJson> last) throws SQLException {
      List<Job<?>> all = new ArrayList<>();
      for (int i = 1; i < jobs; i++) {
        all.add(TestQueue.job("q", i));
      }
      all.add(last);
      switch (this) {
        case ONE -> awa.enqueue(tx, last);
        case SEVERAL, MANY -> awa.enqueueAll(tx, all);
        case COPY -> awa.copy(tx, all.iterator(), answer -> {});
        case SQL ->
            TestQueue.sql(
                tx,
                "SELECT awa.enqueue(?, ?::json, queue => ?, priority => ?, \"unique\" => ?::jsonb)",
                last.kind(),
                last.args().text(),
                last.queue(),
                last.priority(),
                last.unique() == null ? null : "{\"args\": true, \"on_conflict\": \"fail\"}");
      }
    }
  }

  /** Why a call fails. */
  enum Failure {
    REFUSED(InvalidJobException.class),
    DUPLICATE(DuplicateJobException.class),
    TIMEOUT(AwaException.class),
    LOST(AwaException.class);

    private final Class<?> inJava;

    Failure(Class<?> inJava) {
      this.inJava = inJava;
    }
  }

  /** What is left of the transaction. */
  private enum Left {
    /** It goes on as if the call had not been. */
    ALL,
    /** A rollback is all that it takes, be it to a savepoint. */
    ROLLBACK,
    /** Not even the connection. */
    NOTHING
  }

  private static Left expected(Way way, Failure failure) {
    return switch (failure) {
      case REFUSED, DUPLICATE -> way == Way.SQL ? Left.ROLLBACK : Left.ALL;
      case TIMEOUT -> Left.ROLLBACK;
      case LOST -> Left.NOTHING;
    };
  }

  static Stream<Arguments> table() {
    return Stream.of(Way.values())
        .flatMap(way -> Stream.of(Failure.values()).map(failure -> Arguments.of(way, failure)));
  }

  @BeforeEach
  void createTable() throws SQLException {
    queue.sql("CREATE TABLE orders (what text)");
  }

  @ParameterizedTest
  @MethodSource("table")
  void theTransactionIsAsTheTableSays(Way way, Failure failure) throws SQLException {
    try (Connection tx = queue.begin()) {
      fail(way, failure, tx);
      switch (expected(way, failure)) {
        case ALL -> {
          TestQueue.sql(tx, "INSERT INTO orders VALUES ('after')");
          tx.commit();
          assertThat(orders()).containsExactly("before", "after");
        }
        case ROLLBACK -> {
          assertOver(tx);
          tx.rollback();
          assertThat(orders()).isEmpty();
        }
        case NOTHING -> {
          assertThatThrownBy(() -> TestQueue.sql(tx, "SELECT 1")).isInstanceOf(SQLException.class);
          assertThat(orders()).isEmpty();
        }
      }
      assertThat(queue.number("SELECT count(*) FROM awa.jobs WHERE queue = 'q'")).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("table")
  void aSavepointOfTheCallersBringsBackWhatCanBe(Way way, Failure failure) throws SQLException {
    if (expected(way, failure) == Left.NOTHING) {
      return;
    }
    try (Connection tx = queue.begin()) {
      TestQueue.sql(tx, "INSERT INTO orders VALUES ('first')");
      Savepoint savepoint = tx.setSavepoint("awa");
      fail(way, failure, tx);
      tx.rollback(savepoint);
      TestQueue.sql(tx, "INSERT INTO orders VALUES ('after')");
      tx.commit();
    }
    assertThat(orders()).containsExactly("first", "after");
    assertThat(queue.number("SELECT count(*) FROM awa.jobs WHERE queue = 'q'")).isZero();
  }

  /** Something is written, and then the call fails. */
  private void fail(Way way, Failure failure, Connection tx) throws SQLException {
    TestQueue.sql(tx, "INSERT INTO orders VALUES ('before')");
    Job<RawJson> good = TestQueue.job("q", 7);
    Job<RawJson> unique = good.withUnique(Unique.byArguments().orFail());
    try (Connection other = queue.begin()) {
      Throwable thrown =
          switch (failure) {
            case REFUSED -> catchThrowable(() -> way.enqueue(awa, tx, good.withPriority(9)));
            case DUPLICATE -> {
              awa.enqueue(unique.withQueue("holder"));
              yield catchThrowable(() -> way.enqueue(awa, tx, unique));
            }
            case TIMEOUT -> {
              awa.enqueue(other, unique.withQueue("holder"));
              TestQueue.sql(tx, "SET LOCAL statement_timeout = '300ms'");
              yield catchThrowable(() -> way.enqueue(awa, tx, unique));
            }
            case LOST -> {
              terminate(tx);
              yield catchThrowable(() -> way.enqueue(awa, tx, good));
            }
          };
      assertThat(thrown).isInstanceOf(way == Way.SQL ? SQLException.class : failure.inJava);
    }
  }

  private void terminate(Connection tx) throws SQLException {
    long pid = TestQueue.number(tx, "SELECT pg_backend_pid()");
    queue.sql("SELECT pg_terminate_backend(?::int)", pid);
  }

  private static void assertOver(Connection tx) {
    assertThatThrownBy(() -> TestQueue.sql(tx, "SELECT 1"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25P02"));
  }

  private List<String> orders() throws SQLException {
    return queue.texts("SELECT what FROM orders");
  }

  /** The driver takes back what fails, but for a COPY, of which it would leave a part. */
  @ParameterizedTest
  @EnumSource
  void whereTheDriverLetsTransactionsGoOnNothingIsLeftOfTheCall(Way way) throws SQLException {
    queue.sql("ALTER TABLE awa.ready_entries ADD CHECK (length(args::text) < 1000)");
    PGSimpleDataSource plain = (PGSimpleDataSource) queue.dataSource();
    PGSimpleDataSource goingOn = new PGSimpleDataSource();
    goingOn.setURL(plain.getURL());
    goingOn.setUser(plain.getUser());
    goingOn.setAutosave(AutoSave.ALWAYS);
    Job<RawJson> large = Job.of("test", new RawJson('"' + "x".repeat(1000) + '"')).withQueue("q");
    try (Connection tx = goingOn.getConnection()) {
      tx.setAutoCommit(false);
      TestQueue.sql(tx, "INSERT INTO orders VALUES ('before')");
      assertThatThrownBy(() -> way.enqueue(awa, tx, large))
          .isInstanceOf(way == Way.SQL ? SQLException.class : AwaException.class);
      TestQueue.sql(tx, "INSERT INTO orders VALUES ('after')");
      tx.commit();
    }
    assertThat(orders()).containsExactly("before", "after");
    assertThat(queue.number("SELECT count(*) FROM awa.jobs")).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void aTransactionThatWasBegunByAStatementIsTheCallers(Way way) throws SQLException {
    try (Connection connection = queue.connect()) { // in autocommit, as far as JDBC knows
      TestQueue.sql(connection, "BEGIN");
      TestQueue.sql(connection, "INSERT INTO orders VALUES ('before')");
      way.enqueue(awa, connection, TestQueue.job("q", 7));
      way.enqueue(awa.withoutNotifying(), connection, TestQueue.job("q", 7));
      TestQueue.sql(connection, "ROLLBACK");
      assertThat(connection.getAutoCommit()).isTrue();
    }
    assertThat(orders()).isEmpty();
    assertThat(queue.number("SELECT count(*) FROM awa.jobs")).isZero();
  }

  // --- transactions that the client begins ---

  @ParameterizedTest
  @EnumSource
  void aTransactionOfTheClientsIsRolledBack(Failure failure) throws SQLException {
    for (Way way : Way.values()) {
      assertThatThrownBy(() -> awa.inTransaction(tx -> fail(tx, way, failure)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("failed as it should");
      assertThat(orders()).as("%s", way).isEmpty();
      queue.sql("DELETE FROM awa.unique_keys");
    }
  }

  private void fail(Connection tx, Way way, Failure failure) throws SQLException {
    fail(way, failure, tx);
    throw new IllegalStateException("failed as it should");
  }

  @Test
  void whoeverGoesOnAfterAFailureIsTold() throws SQLException {
    assertThatThrownBy(() -> awa.inTransaction(tx -> fail(Way.ONE, Failure.TIMEOUT, tx)))
        .isInstanceOf(AwaException.class)
        .hasMessageContaining("a statement of the transaction failed")
        .hasMessageContaining("25P02");
    assertThat(orders()).isEmpty();
  }

  @Test
  void whatTheCallerThrowsComesThroughAsItIs() throws SQLException {
    SQLException own = new SQLException("mine", "P0001");
    assertThat(catchThrowable(() -> awa.inTransaction(tx -> insertAndThrow(tx, own))))
        .isSameAs(own);
    Error error = new AssertionError("mine");
    assertThat(catchThrowable(() -> awa.inTransaction(tx -> insertAndThrow(tx, error))))
        .isSameAs(error);
    assertThat(orders()).isEmpty();
  }

  private static <X extends Throwable> void insertAndThrow(Connection tx, X thrown)
      throws SQLException, X {
    TestQueue.sql(tx, "INSERT INTO orders VALUES ('before')");
    throw thrown;
  }

  @Test
  void whatIsReturnedIsCommitted() throws SQLException {
    long id =
        awa.fromTransaction(tx -> {
          TestQueue.sql(tx, "INSERT INTO orders VALUES ('it')");
          return awa.enqueue(tx, TestQueue.job("q", 1)).id();
        });
    assertThat(orders()).containsExactly("it");
    assertThat(awa.jobs().find(id)).isPresent();
  }

  @Test
  void oneWithinAnotherIsATransactionBesideIt() throws SQLException {
    assertThatThrownBy(() ->
            awa.inTransaction(outer -> {
              TestQueue.sql(outer, "INSERT INTO orders VALUES ('outer')");
              awa.inTransaction(
                  inner -> TestQueue.sql(inner, "INSERT INTO orders VALUES ('inner')"));
              throw new IllegalStateException("no");
            }))
        .hasMessage("no");
    assertThat(orders()).containsExactly("inner");
  }
}
