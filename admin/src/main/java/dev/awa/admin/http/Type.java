package dev.awa.admin.http;

import dev.awa.admin.Units;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/**
 * What a parameter is: how it is read from a path, a query or a body, and its JSON schema.
 *
 * <p>Whoever reads throws an {@link IllegalArgumentException} that says what the parameter must be;
 * the call adds its name.
 */
record Type<T>(
    Map<String, Object> schema, Function<String, T> ofText, Function<JsonNode, T> ofJson) {
  private static final String PART = "0|1|0?\\.[0-9]{1,9}";
  private static final String SPAN = "([0-9]{1,9}(ms|s|m|h|d)|P(T[0-9]{1,9}[HMS]|[0-9]{1,6}D))";

  /** Text of 1 to so many characters, as PostgreSQL can store it. */
  static Type<String> text(int most) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "string");
    schema.put("minLength", 1);
    schema.put("maxLength", most);
    schema.put("pattern", "^[^\\u0000]*$");
    return ofText(schema, text -> checked(text, most));
  }

  /**
   * A name in a path. Any name is understood; the schema has those that every server lets through,
   * and others go as {@link Encoded#MARK} and base64url.
   */
  static Type<String> segment(int most) {
    Type<String> text = text(most);
    Map<String, Object> schema = new LinkedHashMap<>(text.schema());
    schema.put("pattern", "^[^\\u0000-\\u0020\\u007F/\\\\;%~.][^\\u0000-\\u001F\\u007F/\\\\;%]*$");
    return ofText(schema, text.ofText());
  }

  private static String checked(String text, int most) {
    if (text.isEmpty() || text.codePointCount(0, text.length()) > most) {
      throw new IllegalArgumentException(
          "must be 1 to " + most + " characters, got " + text.codePointCount(0, text.length()));
    }
    if (text.codePoints().anyMatch(c -> c == 0 || (c >= 0xD800 && c <= 0xDFFF))) {
      throw new IllegalArgumentException("must not contain NUL characters or lone surrogates");
    }
    return text;
  }

  /** The id of something: a whole number from 1, or the same in digits. */
  static Type<Long> id() {
    Map<String, Object> either = schema("type", List.of("integer", "string"));
    either.put("minimum", 1);
    either.put("maximum", Wire.EXACT);
    either.put("pattern", "^[1-9][0-9]{0,18}$");
    return new Type<>(
        either,
        Type::id,
        node -> node.isIntegralNumber() || node.isString() ? id(node.asString()) : refuse(node));
  }

  private static Long id(String text) {
    try {
      long id = Long.parseLong(text);
      if (id > 0) {
        return id;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException("must be an id, a whole number from 1, got " + quoted(text));
  }

  private static Long refuse(JsonNode node) {
    throw new IllegalArgumentException("must be an id, a whole number from 1, got " + kind(node));
  }

  /** A whole number in a range. */
  static Type<Integer> integer(int least, int most) {
    Map<String, Object> schema = schema("type", "integer");
    schema.put("minimum", least);
    schema.put("maximum", most);
    String rule = "must be a whole number from " + least + " to " + most;
    return new Type<>(
        schema,
        text -> integer(text, least, most, rule),
        node -> {
          if (!node.isIntegralNumber()) {
            throw new IllegalArgumentException(rule + ", got " + kind(node));
          }
          return integer(node.asString(), least, most, rule);
        });
  }

  private static Integer integer(String text, int least, int most, String rule) {
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException(rule + ", got " + quoted(text));
  }

  /** True or false. */
  static Type<Boolean> truth() {
    return new Type<>(
        schema("type", "boolean"),
        text -> {
          if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("must be true or false, got " + quoted(text));
          }
          return text.equals("true");
        },
        node -> {
          if (!node.isBoolean()) {
            throw new IllegalArgumentException("must be true or false, got " + kind(node));
          }
          return node.asBoolean();
        });
  }

  /** One of some words. */
  static <T> Type<T> word(Function<T, String> word, T[] values) {
    List<String> words = Arrays.stream(values).map(word).toList();
    Map<String, Object> schema = schema("type", "string");
    schema.put("enum", words);
    return ofText(
        schema,
        text ->
            Arrays.stream(values)
                .filter(value -> word.apply(value).equals(text))
                .findFirst()
                .orElseThrow(() ->
                    new IllegalArgumentException(
                        "must be one of " + String.join(", ", words) + ", got " + quoted(text))));
  }

  /** A length of time: 90s, 5m, PT1H30M. */
  static Type<Duration> time() {
    Map<String, Object> schema = schema("type", "string");
    schema.put("pattern", "^" + SPAN + "$");
    return ofText(
        schema,
        text ->
            Units.time(text)
                .orElseThrow(() ->
                    new IllegalArgumentException(
                        "must be " + Units.TIMES + ", got " + quoted(text))));
  }

  /** A part of one, from 0 to 1: 0.999. */
  static Type<Double> part() {
    Map<String, Object> schema = schema("type", "string");
    schema.put("pattern", "^(" + PART + ")$");
    return ofText(
        schema,
        text -> {
          if (!text.matches(PART)) {
            throw new IllegalArgumentException("must be from 0 to 1, got " + quoted(text));
          }
          return Double.valueOf(text);
        });
  }

  /** A point in time: 2026-11-29T18:00:00Z, or with an offset; 2h from now; -2h before now. */
  static Type<Instant> instant() {
    Map<String, Object> schema = schema("type", "string");
    schema.put(
        "anyOf",
        List.of(
            Map.of("format", "date-time"),
            Ordered.map(
                "pattern",
                "^-?" + SPAN + "$",
                "description",
                "from now; with a minus: before now")));
    return ofText(schema, Type::instant);
  }

  private static Instant instant(String text) {
    try {
      boolean isAgo = text.startsWith("-");
      Optional<Duration> span = Units.time(isAgo ? text.substring(1) : text);
      if (span.isPresent()) {
        Duration away = isAgo ? span.get().negated() : span.get();
        return Instant.now().plus(away);
      }
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "must be a time like 2026-11-29T18:00:00Z, or from now on (2h), or before now (-2h), got "
              + quoted(text),
          e);
    }
  }

  /** Some of another type, each once. */
  static <T> Type<List<T>> list(Type<T> of, int most) {
    Map<String, Object> schema = schema("type", "array");
    schema.put("items", of.schema());
    schema.put("minItems", 1);
    schema.put("maxItems", most);
    String rule = "must be a list of 1 to " + most;
    return new Type<>(
        schema,
        text -> {
          throw new IllegalArgumentException(rule);
        },
        node -> {
          if (!node.isArray() || node.isEmpty() || node.size() > most) {
            throw new IllegalArgumentException(
                rule + ", got " + (node.isArray() ? node.size() : kind(node)));
          }
          List<T> all = new ArrayList<>();
          node.values().forEach(one -> all.add(of.ofJson().apply(one)));
          return all.stream().distinct().toList();
        });
  }

  /**
   * Some names in one text, with commas between, each once. One that begins with {@link
   * Encoded#MARK} is base64url, so any name can be there.
   */
  static Type<List<String>> names(int most, int characters) {
    Map<String, Object> schema = schema("type", "string");
    schema.put("pattern", "^[^,~\\u0000]+(,[^,~\\u0000]+){0," + (most - 1) + "}$");
    return ofText(
        schema,
        text -> {
          List<String> names =
              Stream.of(text.split(",", -1))
                  .map(name -> name.startsWith(Encoded.MARK) ? Encoded.segment(name) : name)
                  .map(name -> checked(name, characters))
                  .distinct()
                  .toList();
          if (names.size() > most) {
            throw new IllegalArgumentException("must be 1 to " + most + ", got " + names.size());
          }
          return names;
        });
  }

  /** Any JSON. */
  static Type<JsonNode> json() {
    return new Type<>(
        Map.of(),
        text -> {
          throw new IllegalArgumentException("must be JSON");
        },
        node -> node);
  }

  /** A JSON object; its values are texts, numbers, truths, lists and maps. */
  static Type<Map<String, Object>> object() {
    return new Type<>(
        schema("type", "object"),
        text -> {
          throw new IllegalArgumentException("must be a JSON object");
        },
        node -> {
          if (!node.isObject()) {
            throw new IllegalArgumentException("must be a JSON object, got " + kind(node));
          }
          return Wire.BODY.convertValue(node, new TypeReference<>() {});
        });
  }

  /** A type that is written as text everywhere. */
  static <T> Type<T> ofText(Map<String, Object> schema, Function<String, T> read) {
    return new Type<>(
        schema,
        read,
        node -> {
          if (!node.isString()) {
            throw new IllegalArgumentException("must be a text, got " + kind(node));
          }
          return read.apply(node.asString());
        });
  }

  static Map<String, Object> schema(String name, Object value) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put(name, value);
    return schema;
  }

  /** What JSON is: its text may be long. */
  private static String kind(JsonNode node) {
    return node.isContainer() || node.isString()
        ? article(node.getNodeType().name().toLowerCase(java.util.Locale.ROOT))
        : quoted(node.toString());
  }

  private static String article(String noun) {
    return ("ao".indexOf(noun.charAt(0)) >= 0 ? "an " : "a ") + noun;
  }

  /** The beginning, without control characters. */
  static String quoted(String text) {
    String plain = text.replaceAll("\\p{Cc}", " ");
    return plain.length() > 50 ? plain.substring(0, 50) + "..." : plain;
  }
}
