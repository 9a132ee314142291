package dev.awa.engine;

import dev.awa.InvalidJobException;
import dev.awa.Limits;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * Checks that a JSON text can be stored as {@code json} and be read as {@code jsonb} later. One
 * pass over the tokens of any text, whoever wrote it: a mapper lets raw JSON and NaN through. Of
 * equal keys in an object PostgreSQL takes the last, so they are let be.
 */
final class JsonText {
  /** The depth is the only limit a text of allowed size can break. */
  static final StreamReadConstraints CONSTRAINTS =
      StreamReadConstraints.builder()
          .maxNestingDepth(Limits.JSON_DEPTH)
          .maxStringLength(Limits.ARGS_BYTES)
          .maxNameLength(Limits.ARGS_BYTES)
          .maxNumberLength(Limits.ARGS_BYTES)
          .build();

  static final String DEPTH_RULE = "must nest at most " + Limits.JSON_DEPTH + " levels deep";

  /**
   * NaN and Infinity are read so that they are refused by name. Names are not remembered: they
   * would pile up, and names with equal hashes would be refused.
   */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(CONSTRAINTS)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .build();

  private final String field;
  private final String text;

  private JsonText(String field, String text) {
    this.field = field;
    this.text = text;
  }

  /**
   * Checks a text.
   *
   * @param field what the text is called when it is refused
   * @param mostBytes how many bytes of UTF-8 it may have
   * @throws InvalidJobException when it is too large, is not one JSON value, nests deeper than
   *     {@link Limits#JSON_DEPTH}, or holds characters or numbers that {@code jsonb} refuses
   */
  static void check(String field, String text, int mostBytes) {
    int bytes = StorableText.bytes(field, text);
    if (bytes > mostBytes) {
      throw new InvalidJobException(
          field, bytes + " bytes", "must be at most " + mostBytes + " bytes of JSON");
    }
    JsonEscapes.check(field, text);
    new JsonText(field, text).check();
  }

  private void check() {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() == null) {
        throw notJson(text.length());
      }
      checkValue(parser);
      if (parser.nextToken() != null) {
        throw notJson(parser.currentTokenLocation().getCharOffset());
      }
    } catch (StreamConstraintsException e) {
      throw refused(text, DEPTH_RULE);
    } catch (JacksonException e) {
      throw notJson(e.getLocation().getCharOffset());
    }
  }

  /** From the first token of a value to its last. */
  private void checkValue(JsonParser parser) {
    do {
      if (parser.currentToken().isNumeric()) {
        checkNumber(parser);
      }
    } while (!parser.streamReadContext().inRoot() && parser.nextToken() != null);
  }

  private void checkNumber(JsonParser parser) {
    if (parser.isNaN()) {
      throw refused(parser.getString(), "must hold only finite numbers");
    }
    boolean isShortInteger =
        parser.currentToken() == JsonToken.VALUE_NUMBER_INT
            && parser.getStringLength() <= NumericRange.SURELY_HELD;
    if (!isShortInteger && !NumericRange.holds(parser.getString())) {
      throw refused(parser.getString(), NumericRange.RULE);
    }
  }

  private InvalidJobException notJson(long offset) {
    int at = Math.clamp(offset, 0, text.length());
    String near = text.substring(Math.max(0, at - 20), Math.min(text.length(), at + 20));
    return refused("character " + at + ": " + near, "must be valid JSON");
  }

  private InvalidJobException refused(String value, String rule) {
    return new InvalidJobException(field, value, rule);
  }
}
