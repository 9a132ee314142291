package dev.awa.engine;

import dev.awa.InvalidJobException;
import dev.awa.JsonCodec;
import dev.awa.Limits;
import dev.awa.RawJson;
import java.lang.reflect.Type;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The default codec: Jackson with its standard settings but for these.
 *
 * <ul>
 *   <li>Times and durations are ISO text.
 *   <li>NaN and infinite numbers are written as such and not as texts, so that the check of the job
 *       refuses them.
 *   <li>Properties that a type does not have are ignored: an older worker reads newer jobs.
 *   <li>Numbers keep all their digits where the type can hold them ({@code BigInteger}, {@code
 *       BigDecimal}, {@code Object}), and one that is too large for a {@code double} is an error
 *       rather than infinite.
 * </ul>
 */
public final class JacksonCodec implements JsonCodec {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(JsonText.CONSTRAINTS)
                  .streamWriteConstraints(
                      StreamWriteConstraints.builder().maxNestingDepth(Limits.JSON_DEPTH).build())
                  .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
                  .build())
          .disable(
              DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS,
              DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  @Override
  public String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (StreamConstraintsException e) {
      throw refused(value.getClass().getName(), JsonText.DEPTH_RULE, e);
    } catch (JacksonException e) {
      throw refused(e.getOriginalMessage(), "must be writable as JSON", e);
    }
  }

  private static InvalidJobException refused(String value, String rule, JacksonException cause) {
    InvalidJobException refused = new InvalidJobException("args", value, rule);
    refused.initCause(cause);
    return refused;
  }

  @Override
  public Object read(String json, Type type) {
    if (type == RawJson.class) {
      return new RawJson(json);
    }
    try (JsonParser parser = new FiniteParser(MAPPER.createParser(json))) {
      return MAPPER.readerFor(MAPPER.constructType(type)).readValue(parser);
    }
  }
}
