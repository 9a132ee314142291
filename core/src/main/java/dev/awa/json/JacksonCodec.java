package dev.awa.json;

import dev.awa.InvalidJobException;
import dev.awa.JsonCodec;
import dev.awa.JsonShape;
import dev.awa.Limits;
import dev.awa.RawJson;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.deser.DeserializationProblemHandler;
import tools.jackson.databind.json.JsonMapper;

/**
 * The codec that works with Jackson 3. {@link #standard} is Jackson with its standard settings but
 * for these:
 *
 * <ul>
 *   <li>Times and durations are ISO text, and keep their zone.
 *   <li>Enums are written by their name, or what an annotation says; what {@code toString} says is
 *       read as well.
 *   <li>NaN and infinite numbers are written as such and not as texts, so that the check of the job
 *       refuses them.
 *   <li>Numbers keep all their digits where the type can hold them ({@code BigInteger}, {@code
 *       BigDecimal}, {@code Object}).
 * </ul>
 *
 * <p>Whatever the mapper, jobs are read by older and by newer code: properties that a type does not
 * have are ignored, and those that a job does not have are null, 0, false or an empty {@code
 * Optional}. A number that is too large for a {@code double} is an error rather than infinite.
 */
public final class JacksonCodec implements JsonCodec {
  private final JsonMapper mapper;
  private final TypeCheck types;

  private JacksonCodec(JsonMapper mapper) {
    this.mapper =
        mapper
            .rebuild()
            .disable(
                DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .disable(
                DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS,
                DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE,
                DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID)
            .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
            .build();
    types = new TypeCheck(new JacksonTypes(this.mapper));
  }

  /** The codec of an application that names none and has Jackson 3. */
  public static JacksonCodec standard() {
    return new JacksonCodec(
        JsonMapper.builder(
                JsonFactory.builder()
                    .streamReadConstraints(
                        StreamReadConstraints.builder()
                            .maxNestingDepth(Limits.JSON_DEPTH)
                            .maxStringLength(Limits.ARGS_BYTES)
                            .maxNameLength(Limits.ARGS_BYTES)
                            .maxNumberLength(Limits.ARGS_BYTES)
                            .build())
                    .streamWriteConstraints(
                        StreamWriteConstraints.builder().maxNestingDepth(Limits.JSON_DEPTH).build())
                    .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
                    .build())
            .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(
                EnumFeature.WRITE_ENUMS_USING_TO_STRING, EnumFeature.READ_ENUMS_USING_TO_STRING)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .addHandler(new EnumsByText())
            .build());
  }

  /**
   * A codec that writes and reads as a mapper of the application's does, with its modules and
   * annotations; times are text and keep their zone, and missing and unknown properties are read as
   * above. The mapper itself is left as it is.
   */
  public static JacksonCodec of(JsonMapper mapper) {
    return new JacksonCodec(mapper);
  }

  @Override
  public String write(Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (StreamConstraintsException e) {
      throw refused(value, "must nest at most " + Limits.JSON_DEPTH + " levels deep", e);
    } catch (JacksonException e) {
      throw refused(value, "must be writable as JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static InvalidJobException refused(Object value, String rule, JacksonException cause) {
    InvalidJobException refused =
        new InvalidJobException("args", value.getClass().getTypeName(), rule);
    refused.initCause(cause);
    return refused;
  }

  @Override
  public Object read(String json, Type type) {
    if (type == RawJson.class) {
      return new RawJson(json);
    }
    try (JsonParser parser = new FiniteParser(mapper.createParser(json))) {
      return mapper.readerFor(mapper.constructType(type)).readValue(parser);
    }
  }

  @Override
  public JsonShape shape(Type type) {
    return types.shape(type);
  }

  /** Reads an enum by what {@code toString} says of its constants, when no name fits. */
  private static final class EnumsByText extends DeserializationProblemHandler {
    @Override
    public @Nullable Object handleWeirdStringValue(
        DeserializationContext context, Class<?> type, String text, String failure) {
      return Constants.byText(type, text).orElse(NOT_HANDLED);
    }

    @Override
    public @Nullable Object handleWeirdKey(
        DeserializationContext context, Class<?> type, String text, String failure) {
      return Constants.byText(type, text).orElse(NOT_HANDLED);
    }
  }
}
