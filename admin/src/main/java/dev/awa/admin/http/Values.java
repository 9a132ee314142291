package dev.awa.admin.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JsonNode;

/** Reads the values of a request's parameters, and refuses what the route does not know. */
final class Values {
  private final Route route;
  private final Map<Parameter<?>, Object> values = new HashMap<>();

  private Values(Route route) {
    this.route = route;
  }

  /** All of them; those that are left out are missing. */
  static Map<Parameter<?>, Object> of(Route route, Map<String, String> path, Request request)
      throws IOException {
    Values all = new Values(route);
    all.texts(Parameter.Place.PATH, path, Encoded::segment);
    all.texts(Parameter.Place.QUERY, query(request.query()), text -> text);
    all.body(request);
    for (Parameter<?> parameter : route.parameters()) {
      if (parameter.needed() && !all.values.containsKey(parameter)) {
        throw wrong(parameter.name(), "is missing");
      }
    }
    return all.values;
  }

  static Problem wrong(String name, @Nullable String rule) {
    return Problem.of(
        Problem.Kind.BAD_REQUEST,
        name + ": " + rule,
        "Mend the request; /api/openapi.json says what each parameter must be");
  }

  // --- path and query ---

  private static Map<String, String> query(@Nullable String query) {
    Map<String, String> pairs = new LinkedHashMap<>();
    if (query == null || query.isEmpty()) {
      return pairs;
    }
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decoded("query", equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decoded(name, pair.substring(equals + 1));
      if (pairs.put(name, value) != null) {
        throw wrong(Type.quoted(name), "is there twice");
      }
    }
    return pairs;
  }

  private static String decoded(String name, String raw) {
    try {
      return Encoded.query(raw);
    } catch (IllegalArgumentException e) {
      throw wrong(Type.quoted(name), e.getMessage());
    }
  }

  private void texts(
      Parameter.Place place, Map<String, String> texts, Function<String, String> decode) {
    Map<String, Parameter<?>> known = known(place);
    texts.forEach((name, text) -> {
      Parameter<?> parameter = known.get(name);
      if (parameter == null) {
        throw unknown(name, known);
      }
      read(parameter, () -> parameter.type().ofText().apply(decode.apply(text)));
    });
  }

  private Map<String, Parameter<?>> known(Parameter.Place place) {
    Map<String, Parameter<?>> known = new LinkedHashMap<>();
    route.parameters().stream()
        .filter(parameter -> parameter.place() == place)
        .forEach(parameter -> known.put(parameter.name(), parameter));
    return known;
  }

  private static Problem unknown(String name, Map<String, Parameter<?>> known) {
    List<String> names = new ArrayList<>(known.keySet());
    return wrong(
        Type.quoted(name),
        "is no parameter here; there "
            + (names.isEmpty() ? "is none" : "are " + String.join(", ", names)));
  }

  /** Reads one value. */
  private interface Reading {
    Object read();
  }

  private void read(Parameter<?> parameter, Reading reading) {
    try {
      values.put(parameter, reading.read());
    } catch (IllegalArgumentException e) {
      throw wrong(parameter.name(), e.getMessage());
    }
  }

  // --- body ---

  private void body(Request request) throws IOException {
    Map<String, Parameter<?>> known = known(Parameter.Place.BODY);
    int most = route.isClosed() ? Call.BODY_BYTES : Call.OPEN_BODY_BYTES;
    byte[] bytes = request.body().readNBytes(most + 1);
    if (bytes.length > most) {
      throw Problem.of(
          Problem.Kind.BODY_TOO_LARGE,
          "the body has more than " + most + " bytes",
          "Send less at once");
    }
    if (bytes.length == 0) {
      return;
    }
    if (known.isEmpty()) {
      throw wrong("body", "must be empty here");
    }
    requireJson(request);
    JsonNode body = parsed(bytes);
    if (!body.isObject()) {
      throw wrong("body", "must be a JSON object");
    }
    fields(body, known);
  }

  private void fields(JsonNode body, Map<String, Parameter<?>> known) {
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      Parameter<?> parameter = known.get(field.getKey());
      if (parameter == null) {
        throw unknown(field.getKey(), known);
      }
      read(parameter, () -> parameter.type().ofJson().apply(field.getValue()));
    }
  }

  private static void requireJson(Request request) {
    String type = request.header("Content-Type");
    String plain = type == null ? "none" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!plain.equals(Answer.JSON)) {
      throw Problem.of(
          Problem.Kind.WRONG_BODY,
          "the body is of the type " + Type.quoted(plain),
          "Send JSON with the header Content-Type: " + Answer.JSON);
    }
  }

  private static JsonNode parsed(byte[] bytes) {
    try {
      return Wire.BODY.readTree(bytes);
    } catch (JacksonException e) {
      String where =
          e.getLocation() == null
              ? ""
              : ", line "
                  + e.getLocation().getLineNr()
                  + ", column "
                  + e.getLocation().getColumnNr();
      String what = e instanceof StreamReadException ? "is no JSON that can be read" : "is no JSON";
      throw wrong("body", what + where + ": " + Type.quoted(e.getOriginalMessage()));
    }
  }
}
