package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Duty;
import dev.awa.support.Roles;
import dev.awa.support.TestQueue;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A whole life of jobs in which each statement that a duty needs, by its head, is sent by a role
 * with the rights of that duty and no more. All else is sent by a superuser.
 */
@Tag("every-postgres")
final class EachDutyLivesTest {
  /** Not sent as one statement in a life: a COPY, and what is asked of other duties too. */
  private static final Set<String> NOT_LIVED = Set.of("ready/copy.sql", "rights/missing.sql");

  private final Roles roles = new Roles();
  private final Map<String, String> files = new HashMap<>();
  private final Set<String> sent = new TreeSet<>();

  EachDutyLivesTest() throws SQLException {}

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MIGRATOR")
  void withTheRightsOfItsDuty(Duty duty) throws Exception {
    roles.migrate();
    roles.onDuty(duty);
    for (String file : SqlFilesTest.statements()) {
      if (NeedsTest.said(file).contains(duty) && !NOT_LIVED.contains(file)) {
        files.put(Sql.of(Engine.DEFAULT_SCHEMA, file).text(), file);
      }
    }
    new EveryStatement(TestQueue.of(switching(roles.named(duty.toString())))).live();
    assertThat(sent).containsExactlyInAnyOrderElementsOf(files.values());
  }

  private DataSource switching(String role) {
    return (DataSource)
        proxy(
            DataSource.class,
            roles.dba(),
            (method, arguments, answer) ->
                answer instanceof Connection connection ? switching(connection, role) : answer);
  }

  /** Each statement is run right after it was made. */
  private Connection switching(Connection connection, String role) {
    return (Connection)
        proxy(
            Connection.class,
            connection,
            (method, arguments, answer) -> {
              if (answer instanceof Statement) {
                String file = arguments == null ? null : files.get((String) arguments[0]);
                become(connection, file == null ? "NONE" : role);
                if (file != null) {
                  sent.add(file);
                }
              }
              return answer;
            });
  }

  private static void become(Connection connection, String role) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET ROLE " + role);
    }
  }

  private interface Answering {
    Object instead(Method method, Object @Nullable [] arguments, Object answer) throws Throwable;
  }

  private static Object proxy(Class<?> type, Object target, Answering answering) {
    return Proxy.newProxyInstance(
        EachDutyLivesTest.class.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> {
          try {
            return answering.instead(method, arguments, method.invoke(target, arguments));
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }
}
