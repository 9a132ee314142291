package dev.awa.admin.http;

import dev.awa.Limits;
import dev.awa.admin.Documents;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** How documents and bodies go over the wire. */
final class Wire {
  /** The largest number that JavaScript, and most of JSON's readers, hold exactly: 2^53 - 1. */
  static final long EXACT = (1L << 53) - 1;

  /** Digits of a number in a body. */
  private static final int NUMBER_CHARACTERS = 1000;

  /**
   * The documents of the command, but whole numbers that a browser would round are strings of
   * digits.
   */
  static final JsonMapper JSON =
      Documents.JSON
          .rebuild()
          .addModule(
              new SimpleModule("large numbers")
                  .addSerializer(Long.class, new Exact())
                  .addSerializer(long.class, new Exact()))
          .build();

  /**
   * Reads bodies strictly: a name that is there twice is refused, and so is what nests too deep.
   */
  static final JsonMapper BODY =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(Limits.JSON_DEPTH + 2)
                          .maxNumberLength(NUMBER_CHARACTERS)
                          .maxStringLength(Call.BODY_BYTES)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final class Exact extends StdSerializer<Long> {
    Exact() {
      super(Long.class);
    }

    @Override
    public void serialize(Long value, JsonGenerator out, SerializationContext context) {
      if (value > EXACT || value < -EXACT) {
        out.writeString(value.toString());
      } else {
        out.writeNumber(value.longValue());
      }
    }
  }

  private Wire() {}
}
