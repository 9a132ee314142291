package dev.awa.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.awa.InvalidJobException;
import dev.awa.JsonCodec;
import dev.awa.JsonShape;
import dev.awa.Limits;
import dev.awa.RawJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * The codec that works with Jackson 2, for applications that have it. Does what {@link
 * JacksonCodec} does; times and {@code Optional} need Jackson's modules for them, which the
 * standard one finds.
 */
public final class Jackson2Codec implements JsonCodec {
  private final ObjectMapper mapper;
  private final TypeCheck types;

  private Jackson2Codec(ObjectMapper mapper) {
    this.mapper =
        mapper
            .copy()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.WRITE_DATES_WITH_ZONE_ID);
    types = new TypeCheck(new Jackson2Types(this.mapper));
  }

  /** The codec of an application that names none and has Jackson 2 alone. */
  public static Jackson2Codec standard() {
    return new Jackson2Codec(
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
            .findAndAddModules()
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .addHandler(new EnumsByText())
            .build());
  }

  /** A codec that writes and reads as a mapper of the application's does; see there. */
  public static Jackson2Codec of(ObjectMapper mapper) {
    return new Jackson2Codec(mapper);
  }

  @Override
  public String write(Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (StreamConstraintsException e) {
      throw refused(value, "must nest at most " + Limits.JSON_DEPTH + " levels deep", e);
    } catch (JsonProcessingException e) {
      throw refused(value, "must be writable as JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static InvalidJobException refused(
      Object value, String rule, JsonProcessingException cause) {
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
    try (JsonParser parser = new Finite2Parser(mapper.createParser(json))) {
      return mapper.readerFor(mapper.constructType(type)).readValue(parser);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
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
