package dev.awa.admin.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The OpenAPI 3.1 document, made from the table of routes. */
final class OpenApi {
  private static final List<Problem.Kind> EVERYWHERE =
      List.of(
          Problem.Kind.BAD_REQUEST,
          Problem.Kind.NOT_LOGGED_IN,
          Problem.Kind.FORBIDDEN,
          Problem.Kind.NOT_FOUND,
          Problem.Kind.NOT_ACCEPTABLE,
          Problem.Kind.PATH_TOO_LONG,
          Problem.Kind.WRONG_HOST,
          Problem.Kind.TOO_MANY,
          Problem.Kind.FAILED,
          Problem.Kind.UNAVAILABLE);

  private static final List<Problem.Kind> OF_CHANGES =
      List.of(Problem.Kind.CONFLICT, Problem.Kind.BODY_TOO_LARGE, Problem.Kind.WRONG_BODY);

  private OpenApi() {}

  static Map<String, Object> document(Routes routes) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.1.0");
    document.put(
        "info",
        Ordered.map(
            "title",
            "Awa admin API",
            "version",
            "1",
            "description",
            "What the command awa shows and does. A name in a path that has a slash, or other"
                + " characters that proxies refuse, goes as ~ and base64url of its UTF-8."));
    document.put("servers", List.of(Ordered.map("url", "./")));
    document.put(
        "security", List.of(Ordered.map("token", List.of()), Ordered.map("session", List.of())));
    document.put("paths", paths(routes));
    document.put("components", components());
    return document;
  }

  private static Map<String, Object> components() {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("type", "object");
    problem.put("required", List.of("type", "title", "status", "detail", "todo"));
    Map<String, Object> members = new LinkedHashMap<>();
    List.of("type", "title", "detail", "todo", "sqlstate")
        .forEach(name -> members.put(name, Ordered.map("type", "string")));
    members.put("status", Ordered.map("type", "integer"));
    problem.put("properties", members);
    Map<String, Object> components = new LinkedHashMap<>();
    components.put("schemas", Ordered.map("Problem", problem));
    components.put("responses", problems());
    components.put(
        "securitySchemes",
        Ordered.map(
            "token",
            Ordered.map("type", "http", "scheme", "bearer"),
            "session",
            Ordered.map("type", "apiKey", "in", "cookie", "name", Sessions.SECURE_COOKIE)));
    return components;
  }

  private static Map<String, Object> paths(Routes routes) {
    Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
    for (Route route : routes.list()) {
      paths
          .computeIfAbsent(route.path(), path -> new LinkedHashMap<>())
          .put(route.method().toLowerCase(java.util.Locale.ROOT), operation(route));
    }
    return new LinkedHashMap<>(paths);
  }

  private static Map<String, Object> operation(Route route) {
    Map<String, Object> operation = new LinkedHashMap<>();
    operation.put("operationId", route.name());
    operation.put("summary", route.summary());
    operation.put("tags", List.of(route.segments().getFirst()));
    if (route.isClosed()) {
      operation.put("x-role", route.role().word());
    } else {
      operation.put("security", List.of());
    }
    List<Object> parameters = new ArrayList<>();
    route.parameters().stream()
        .filter(parameter -> parameter.place() != Parameter.Place.BODY)
        .forEach(parameter -> parameters.add(parameter(parameter)));
    operation.put("parameters", parameters);
    List<Parameter<?>> body =
        route.parameters().stream()
            .filter(parameter -> parameter.place() == Parameter.Place.BODY)
            .toList();
    if (!body.isEmpty()) {
      operation.put("requestBody", body(body));
    }
    operation.put("responses", responses(route));
    return operation;
  }

  private static Map<String, Object> parameter(Parameter<?> parameter) {
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("name", parameter.name());
    written.put("in", parameter.place().name().toLowerCase(java.util.Locale.ROOT));
    written.put("required", parameter.needed());
    written.put("description", parameter.text());
    written.put("schema", parameter.schema());
    return written;
  }

  private static Map<String, Object> body(List<Parameter<?>> fields) {
    Map<String, Object> schema = Type.schema("type", "object");
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> needed = new ArrayList<>();
    for (Parameter<?> field : fields) {
      Map<String, Object> one = field.schema();
      one.put("description", field.text());
      properties.put(field.name(), one);
      if (field.needed()) {
        needed.add(field.name());
      }
    }
    schema.put("properties", properties);
    schema.put("required", needed);
    schema.put("additionalProperties", false);
    return Ordered.map(
        "required",
        !needed.isEmpty(),
        "content",
        Ordered.map(Answer.JSON, Ordered.map("schema", schema)));
  }

  private static Map<String, Object> responses(Route route) {
    Map<String, Object> responses = new TreeMap<>();
    responses.put(
        "200",
        Ordered.map(
            "description",
            "The document",
            "content",
            Ordered.map(Answer.JSON, Ordered.map("schema", route.answer()))));
    EVERYWHERE.forEach(kind -> responses.put("" + kind.status(), reference(kind)));
    if (!route.method().equals("GET")) {
      OF_CHANGES.forEach(kind -> responses.put("" + kind.status(), reference(kind)));
    }
    if (route.name().equals("health")) {
      responses.put("503", down(route));
    }
    return responses;
  }

  /** A look at what is down answers all the same, for probes with another status. */
  private static Map<String, Object> down(Route route) {
    return Ordered.map(
        "description",
        "The document, whose status is down; or the problem that keeps the server from looking",
        "content",
        Ordered.map(
            Answer.JSON,
            Ordered.map("schema", route.answer()),
            Answer.PROBLEM,
            Ordered.map("schema", Ordered.map("$ref", "#/components/schemas/Problem"))));
  }

  private static Map<String, Object> reference(Problem.Kind kind) {
    return Ordered.map("$ref", "#/components/responses/" + kind.name());
  }

  private static Map<String, Object> problems() {
    Map<String, Object> all = new LinkedHashMap<>();
    Stream.concat(EVERYWHERE.stream(), OF_CHANGES.stream())
        .forEach(kind -> all.put(kind.name(), problem(kind)));
    return all;
  }

  private static Map<String, Object> problem(Problem.Kind kind) {
    return Ordered.map(
        "description",
        kind.title(),
        "content",
        Ordered.map(
            Answer.PROBLEM,
            Ordered.map("schema", Ordered.map("$ref", "#/components/schemas/Problem"))));
  }
}
