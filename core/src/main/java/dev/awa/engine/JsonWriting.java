package dev.awa.engine;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes as JSON what {@link PlainJson} reads, or what was made of that. */
public final class JsonWriting {
  private JsonWriting() {}

  /**
   * The JSON text of a value.
   *
   * @throws IllegalArgumentException when it holds something that JSON has no value for; says what
   */
  public static String text(@Nullable Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = PlainJson.generator(text)) {
      write(out, value);
    }
    return text.toString();
  }

  private static void write(JsonGenerator out, @Nullable Object value) {
    switch (value) {
      case null -> out.writeNull();
      case Map<?, ?> map -> {
        out.writeStartObject();
        map.forEach((name, part) -> {
          if (!(name instanceof CharSequence)) {
            throw refused(name);
          }
          out.writeName(name.toString());
          write(out, part);
        });
        out.writeEndObject();
      }
      case Iterable<?> list -> {
        out.writeStartArray();
        list.forEach(part -> write(out, part));
        out.writeEndArray();
      }
      case CharSequence text -> out.writeString(text.toString());
      case Boolean bool -> out.writeBoolean(bool);
      case Number number -> out.writeNumber(decimal(number));
      default -> throw refused(value);
    }
  }

  private static BigDecimal decimal(Number number) {
    if (number instanceof BigInteger integer) {
      return new BigDecimal(integer);
    }
    try {
      return new BigDecimal(number.toString());
    } catch (NumberFormatException e) { // NaN, or no number at all
      throw refused(number);
    }
  }

  private static IllegalArgumentException refused(@Nullable Object value) {
    return new IllegalArgumentException(
        "JSON has no value for a "
            + (value == null ? "null as a name" : value.getClass().getTypeName())
            + ": use texts, finite numbers, booleans, lists and maps with texts for names");
  }
}
