package dev.awa.admin.http;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A method and a path, and what is answered to them. The table of routes ({@link Routes}) is all
 * that the server and the OpenAPI document know.
 *
 * @param name the operation, as the command has it: {@code job-list} is {@code awa job list}
 * @param method GET, POST, PATCH or DELETE
 * @param path segments; one in braces is a parameter
 * @param summary what it does, for people
 * @param role who may
 * @param parameters what it takes
 * @param answer the JSON schema of what it answers
 * @param reach which queues it is about
 * @param heavy whether only some of these run at once
 * @param action what it does
 */
record Route(
    String name,
    String method,
    String path,
    String summary,
    Role role,
    List<Parameter<?>> parameters,
    Map<String, Object> answer,
    Reach reach,
    boolean heavy,
    Action action) {

  /** What is done; the answer is written as JSON. */
  interface Action {
    Object on(Call call);
  }

  /** The queues that a call is about, so that somebody who is let into some queues stays there. */
  interface Reach {
    Collection<String> queues(Call call);
  }

  /** The same for every call: it is about no queue that the request names. */
  enum Wide implements Reach {
    /** About all queues, or about none. */
    EVERYWHERE,
    /** Shows everybody who is logged in only what they may see. */
    ANYBODY,
    /** Open to those who have not logged in. */
    NOBODY;

    @Override
    public Collection<String> queues(Call call) {
      return List.of();
    }
  }

  static Route get(String name, String path, String summary) {
    return of(name, "GET", path, summary, Role.VIEW);
  }

  static Route post(String name, String path, String summary) {
    return of(name, "POST", path, summary, Role.OPERATE);
  }

  static Route patch(String name, String path, String summary) {
    return of(name, "PATCH", path, summary, Role.OPERATE);
  }

  static Route delete(String name, String path, String summary) {
    return of(name, "DELETE", path, summary, Role.ADMINISTER);
  }

  private static Route of(String name, String method, String path, String summary, Role role) {
    return new Route(
        name,
        method,
        path,
        summary,
        role,
        List.of(),
        Map.of(),
        Wide.EVERYWHERE,
        false,
        call -> {
          throw new IllegalStateException(name + " does nothing");
        });
  }

  Route with(Parameter<?>... more) {
    List<Parameter<?>> all = Stream.concat(parameters.stream(), Stream.of(more)).toList();
    return new Route(name, method, path, summary, role, all, answer, reach, heavy, action);
  }

  Route needing(Role least) {
    return new Route(name, method, path, summary, least, parameters, answer, reach, heavy, action);
  }

  Route answering(Map<String, Object> schema) {
    return new Route(name, method, path, summary, role, parameters, schema, reach, heavy, action);
  }

  Route reaching(Reach which) {
    return new Route(name, method, path, summary, role, parameters, answer, which, heavy, action);
  }

  /** Costs the database more than a look: only some of these run at once. */
  Route costly() {
    return new Route(name, method, path, summary, role, parameters, answer, reach, true, action);
  }

  Route by(Action what) {
    return new Route(name, method, path, summary, role, parameters, answer, reach, heavy, what);
  }

  /** Whether it needs a login. */
  boolean isClosed() {
    return reach != Wide.NOBODY;
  }

  boolean changes() {
    return isClosed() && !method.equals("GET");
  }

  List<String> segments() {
    return List.of(path.substring(1).split("/", -1));
  }
}
