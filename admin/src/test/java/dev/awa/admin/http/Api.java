package dev.awa.admin.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.admin.Documents;
import dev.awa.client.Awa;
import dev.awa.support.TestQueue;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** An admin API on a queue of its own, as tests ask it. */
final class Api {
  static final String VIEW = "Bearer view-view-view-view-view";
  static final String OPERATE = "Bearer operate-operate-operate";
  static final String ADMINISTER = "Bearer administer-administer-";
  static final String MAIL_ONLY = "Bearer mail-mail-mail-mail-mail";

  static final String TOKENS =
      """
      # name role token queues
      vera view view-view-view-view-view
      olga operate operate-operate-operate
      anna administer administer-administer-
      mia  administer mail-mail-mail-mail-mail mail,letters
      """;

  final TestQueue queue = TestQueue.create();
  final Admin admin;

  Api() {
    this(AdminConfig.defaults().withHosts(Set.of("localhost")));
  }

  Api(AdminConfig config) {
    admin = Admin.of(queue.dataSource(), Awa::of, Tokens.parse(TOKENS), config);
  }

  /** The table of routes, of which nothing is called. */
  static Routes routes() {
    return Routes.all(
        principal -> {
          throw new AssertionError();
        },
        Map::of,
        () -> {
          throw new AssertionError();
        },
        () -> {
          throw new AssertionError();
        },
        within -> {
          throw new AssertionError();
        },
        new Door(
            request -> Optional.empty(),
            AdminConfig.defaults(),
            new AuditLog(note -> {}, System::nanoTime)));
  }

  Awa awa() {
    return queue.awa();
  }

  Answer answer(Asked request) {
    return admin.answer(request);
  }

  Answer as(String token, Asked request) {
    return answer(request.with("Authorization", token));
  }

  /** What is answered to somebody who may do everything. */
  JsonNode ok(Asked request) {
    Answer answer = as(ADMINISTER, request);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return Documents.JSON.readTree(answer.body());
  }

  JsonNode get(String target) {
    return ok(Asked.get(target));
  }

  JsonNode post(String target, String body) {
    return ok(Asked.of("POST", target).json(body));
  }

  /** The problem that is answered, with this status. */
  JsonNode refused(int status, Asked request) {
    return problem(status, as(ADMINISTER, request));
  }

  static JsonNode problem(int status, Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers()).containsEntry("Content-Type", Answer.PROBLEM);
    JsonNode problem = Documents.JSON.readTree(answer.body());
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("todo").asString()).isNotBlank();
    return problem;
  }
}
