package dev.awa.admin.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.AuditEntry;
import dev.awa.client.Awa;
import dev.awa.support.TestQueue;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Whatever fails is answered as a problem, and told. */
final class RefusalsTest {
  private static final Asked PAUSE =
      Asked.of("POST", "/queues/mail/pause").with("Authorization", Api.ADMINISTER);

  private final List<TriedChange> told = new ArrayList<>();

  private Admin admin(DataSource source, Function<DataSource, Awa> client) {
    AdminConfig config = AdminConfig.defaults().withHosts(Set.of("localhost"));
    return Admin.of(source, client, Tokens.parse(Api.TOKENS), config).telling(told::add);
  }

  private static DataSource failing(SQLException with) {
    return proxy(
        DataSource.class,
        (proxy, method, arguments) -> {
          throw with;
        });
  }

  @Test
  void aPoolWithoutAFreeConnectionIsAskedAgainLater() {
    Admin admin = admin(failing(new SQLTransientConnectionException("no connection")), Awa::of);

    Answer answer = admin.answer(Asked.get("/queues").with("Authorization", Api.VIEW));
    assertThat(Api.problem(503, answer).get("type").asString()).endsWith(":unavailable");
    assertThat(answer.headers()).containsKey("Retry-After");
  }

  @Test
  void aDatabaseThatCantBeReachedIsNotToldAsAPoolThatIsTooSmall() {
    SQLException refused = new SQLException("Connection to db:5432 refused", "08001");
    Admin admin =
        admin(
            failing(
                new SQLTransientConnectionException(
                    "Pool-1 - Connection is not available, request timed out", "08001", refused)),
            Awa::of);

    Answer answer = admin.answer(Asked.get("/queues").with("Authorization", Api.VIEW));
    assertThat(Api.problem(503, answer).get("detail").asString())
        .isEqualTo("the database can't be reached: Connection to db:5432 refused");
    assertThat(answer.headers()).containsKey("Retry-After");
  }

  /** Else a program that tries 503 again would enqueue the job twice. */
  @Test
  void aChangeWhoseCommitIsNotAnsweredIsNotAskedForAgain() {
    Api api = new Api();
    Asked enqueue =
        Asked.of("POST", "/jobs")
            .json("{\"kind\":\"weigh\",\"queue\":\"mail\"}")
            .with("Authorization", Api.OPERATE);
    Admin admin = admin(losing(api.queue.dataSource(), "append"), Awa::of);

    Answer answer = admin.answer(enqueue);
    var problem = Api.problem(409, answer);
    assertThat(problem.get("type").asString()).isEqualTo("urn:awa:problem:maybe-done");
    assertThat(problem.get("sqlstate").asString()).isEqualTo("08006");
    assertThat(answer.headers()).doesNotContainKey("Retry-After");
    assertThat(api.awa().queues().stats("mail").available()).isEqualTo(1);
    assertThat(told)
        .extracting(change -> change.note().outcome())
        .containsExactly(AuditEntry.FAILED);
  }

  /** The text of a statement of the queue is of no use to who asks, and none of theirs. */
  @Test
  void anAnswerDoesNotSayWhereInItsFunctionsTheServerWas() {
    String words = "ERROR: canceling statement\n  Where: SQL statement \"SELECT e.* FROM awa.x\"";
    Admin admin = admin(failing(new SQLException(words, "57014")), Awa::of);
    Answer answer = admin.answer(Asked.get("/queues").with("Authorization", Api.VIEW));
    assertThat(Api.problem(503, answer).get("detail").asString())
        .endsWith("ERROR: canceling statement")
        .doesNotContain("SELECT");
  }

  @Test
  void aChangeThatHasNotBegunIsAskedForAgain() {
    Admin admin = admin(failing(new SQLException("refused", "08001")), Awa::of);
    Answer answer = admin.answer(PAUSE);
    Api.problem(503, answer);
    assertThat(answer.headers()).containsKey("Retry-After");
  }

  /** The answer to a statement with this word is lost: it was done, and its connection is gone. */
  private static DataSource losing(DataSource source, String word) {
    return proxy(
        DataSource.class,
        (proxy, method, arguments) ->
            method.invoke(source, arguments) instanceof Connection taken
                ? losing(taken, word)
                : null);
  }

  private static Connection losing(Connection taken, String word) {
    return proxy(
        Connection.class,
        (proxy, method, arguments) -> {
          Object answer = method.invoke(taken, arguments);
          return answer instanceof PreparedStatement statement && ("" + statement).contains(word)
              ? losing(statement)
              : answer;
        });
  }

  private static PreparedStatement losing(PreparedStatement statement) {
    return proxy(
        PreparedStatement.class,
        (proxy, method, arguments) -> {
          Object answer = method.invoke(statement, arguments);
          if (method.getName().startsWith("execute")) {
            throw new SQLException("gone", "08006");
          }
          return answer;
        });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            RefusalsTest.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Test
  void anErrorIsAProblemToo() {
    Admin admin =
        admin(
            new Api().queue.dataSource(),
            source -> {
              throw new NoClassDefFoundError("dev/awa/Gone");
            });

    var problem = Api.problem(500, admin.answer(PAUSE));
    assertThat(problem.get("detail").asString()).doesNotContain("Gone");
    assertThat(told).extracting(TriedChange::status).containsExactly(500);
  }

  @Test
  void aBodyThatBreaksOffIsAProblem() throws IOException {
    Api api = new Api();
    InputStream broken = InputStream.nullInputStream();
    broken.close(); // and so it can't be read
    Admin admin = admin(api.queue.dataSource(), Awa::of);

    Api.problem(400, admin.answer(PAUSE.body(broken)));
    assertThat(told).extracting(TriedChange::status).containsExactly(400);
  }

  @Test
  void aLookThatTakesTooLongIsAProblemInWords() throws Exception {
    Api api =
        new Api(
            AdminConfig.defaults()
                .withHosts(Set.of("localhost"))
                .withLongest(Duration.ofSeconds(1), Duration.ofSeconds(1)));
    try (Connection other = api.queue.begin()) {
      TestQueue.sql(other, "LOCK TABLE awa.ready_entries, awa.queues IN ACCESS EXCLUSIVE MODE");
      var problem = Api.problem(503, api.as(Api.VIEW, Asked.get("/queues")));
      assertThat(problem.get("sqlstate").asString()).isEqualTo("57014");
      assertThat(problem.get("type").asString()).isEqualTo("urn:awa:problem:took-too-long");
      other.rollback();
    }
  }

  @Test
  void aStatementMayTakeAnHourAtMost() {
    for (Duration wrong : List.of(Duration.ofMillis(999), Duration.ofDays(9999))) {
      assertThatThrownBy(() -> AdminConfig.defaults().withLongest(wrong, Duration.ofSeconds(1)))
          .hasMessageStartingWith("longestLook: must be 1 s to 1 h");
      assertThatThrownBy(() -> AdminConfig.defaults().withLongest(Duration.ofSeconds(1), wrong))
          .hasMessageStartingWith("longestChange: must be 1 s to 1 h");
    }
  }

  @Test
  void noQueueIsNotEveryQueue() {
    assertThatThrownBy(() -> Principal.of("mia", Role.VIEW).inQueues(Set.of()))
        .hasMessageStartingWith("queues: must be 1 or more");
  }
}
