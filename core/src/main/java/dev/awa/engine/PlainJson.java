package dev.awa.engine;

import dev.awa.Limits;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON as maps, lists, texts, numbers, booleans and null. By the parser and the generator alone:
 * the mapper can't be loaded beside annotations of Jackson that are older than its own, and then it
 * is the codec's matter what to do.
 */
public final class PlainJson {
  /** Reads whatever a job may carry, also one level deeper than it was checked. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(2 * Limits.JSON_DEPTH)
                  .maxStringLength(Limits.ARGS_BYTES)
                  .maxNameLength(Limits.ARGS_BYTES)
                  .maxNumberLength(Limits.ARGS_BYTES)
                  .build())
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .build();

  private PlainJson() {}

  /**
   * Loads what it reads and writes with. A class that is first needed when there is no memory can't
   * be initialized, and the JVM never tries that again: no ending could be written any more.
   */
  public static void load() {
    read(write(Map.of("text", "\n", "number", 1L)));
  }

  /** A generator that writes to a text. */
  static JsonGenerator generator(StringWriter text) {
    return FACTORY.createGenerator(ObjectWriteContext.empty(), text);
  }

  /**
   * Reads a JSON value; of equal keys in an object the last wins.
   *
   * @return a {@code Map} that keeps the order, a {@code List}, a {@code String}, an {@code
   *     Integer}, {@code Long}, {@code BigInteger} or {@code BigDecimal}, a {@code Boolean} or null
   * @throws RuntimeException when the text is not JSON
   */
  public static @Nullable Object read(String json) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
      parser.nextToken();
      return value(parser);
    }
  }

  private static @Nullable Object value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT -> parser.getNumberValue();
      case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private static Map<String, @Nullable Object> object(JsonParser parser) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      object.put(name, value(parser));
    }
    return object;
  }

  private static List<@Nullable Object> array(JsonParser parser) {
    List<@Nullable Object> array = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(parser));
    }
    return array;
  }

  /** The names of an object's own fields, in their order; null when the text is no object. */
  static @Nullable List<String> fieldNames(String json) {
    List<String> names = new ArrayList<>();
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        names.add(parser.currentName());
        parser.nextToken();
        parser.skipChildren();
      }
    }
    return names;
  }

  /** JSON text that is written as it is. */
  record Raw(String json) {}

  /** Writes an object of texts, numbers, raw JSON, objects and lists of objects. */
  static String write(Map<String, Object> object) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = generator(text)) {
      write(out, object);
    }
    return text.toString();
  }

  static void write(JsonGenerator out, Map<String, Object> object) {
    out.writeStartObject();
    object.forEach((name, value) -> {
      out.writeName(name);
      switch (value) {
        case Map<?, ?> map -> write(out, texts(map));
        case List<?> list -> write(out, list);
        case Raw raw -> out.writeRawValue(raw.json());
        case Double number -> out.writeNumber(number);
        case Number number -> out.writeNumber(number.longValue());
        default -> out.writeString(value.toString());
      }
    });
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, List<?> objects) {
    out.writeStartArray();
    objects.forEach(object -> write(out, texts((Map<?, ?>) object)));
    out.writeEndArray();
  }

  @SuppressWarnings("unchecked") // maps of such an object have text keys
  private static Map<String, Object> texts(Map<?, ?> map) {
    return (Map<String, Object>) map;
  }
}
