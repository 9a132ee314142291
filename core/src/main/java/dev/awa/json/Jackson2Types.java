package dev.awa.json;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.PropertyBindingException;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonFormatVisitable;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonObjectFormatVisitor;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a mapper of Jackson 2 knows of types. */
final class Jackson2Types implements MappedTypes {
  private final ObjectMapper mapper;

  Jackson2Types(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  @Override
  public Seen see(Type type) {
    JavaType seen = mapper.constructType(type);
    boolean holds = seen.isContainerType() || seen.isReferenceType();
    JavaType content = holds ? seen.getContentType() : null;
    return new Seen(
        seen,
        seen.getRawClass(),
        content == null ? (holds ? List.of() : null) : List.of(content),
        seen.isMapLikeType() ? seen.getKeyType() : null);
  }

  @Override
  public @Nullable List<Property> written(Type type) {
    Properties found = new Properties();
    try {
      mapper.acceptJsonFormatVisitor(mapper.constructType(type), found);
    } catch (JsonMappingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
    return found.properties;
  }

  @Override
  public @Nullable String obstacle(Type type) {
    try {
      mapper.readerFor(mapper.constructType(type)).readValue("{}");
      return null;
    } catch (InvalidDefinitionException e) {
      return e.getOriginalMessage();
    } catch (MismatchedInputException e) {
      return isOfTheCreators(e) ? e.getOriginalMessage() : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /** Its constructors take one value that is no object; only the words tell this case. */
  private static boolean isOfTheCreators(MismatchedInputException e) {
    return e.getPath().isEmpty()
        && e.getOriginalMessage().contains("no delegate- or property-based Creator");
  }

  @Override
  public boolean reads(Type type, String property) {
    try {
      String json = mapper.writeValueAsString(java.util.Collections.singletonMap(property, null));
      mapper
          .readerFor(mapper.constructType(type))
          .with(
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              DeserializationFeature.FAIL_ON_IGNORED_PROPERTIES)
          .readValue(json);
      return true;
    } catch (PropertyBindingException e) {
      return !property.equals(e.getPropertyName());
    } catch (JsonProcessingException e) {
      return true;
    }
  }

  @Override
  public Type narrowed(Type type, Class<?> raw) {
    JavaType seen = mapper.constructType(type);
    return seen.isTypeOrSuperTypeOf(raw)
        ? mapper.getTypeFactory().constructSpecializedType(seen, raw)
        : mapper.constructType(raw);
  }

  @Override
  public @Nullable Object again(Type type, Object value) {
    JavaType seen = mapper.constructType(type);
    try {
      return mapper.readerFor(seen).readValue(mapper.writerFor(seen).writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }

  @Override
  public @Nullable Object keyAgain(Type type, Object key) {
    JavaType map =
        mapper
            .getTypeFactory()
            .constructMapType(
                Map.class, mapper.constructType(type), mapper.constructType(Boolean.class));
    Map<?, ?> read = (Map<?, ?>) again(map, Map.of(key, true));
    return read == null ? null : read.keySet().iterator().next();
  }

  private static boolean isDecided(BeanProperty property) {
    return property.getAnnotation(JsonFormat.class) != null
        || property.getAnnotation(JsonSerialize.class) != null;
  }

  /** Notes the properties of an object. */
  private static final class Properties extends JsonFormatVisitorWrapper.Base {
    private @Nullable List<Property> properties;

    @Override
    public JsonObjectFormatVisitor expectObjectFormat(JavaType type) {
      List<Property> found = new ArrayList<>();
      properties = found;
      return new JsonObjectFormatVisitor.Base(getProvider()) {
        @Override
        public void property(BeanProperty property) {
          found.add(
              new Property(
                  property.getName(),
                  property.getType(),
                  property.getMember() == null ? null : property.getMember().getMember(),
                  isDecided(property)));
        }

        @Override
        public void property(String name, JsonFormatVisitable handler, JavaType hint) {
          found.add(new Property(name, hint, null, false));
        }

        @Override
        public void optionalProperty(BeanProperty property) {
          property(property);
        }

        @Override
        public void optionalProperty(String name, JsonFormatVisitable handler, JavaType hint) {
          property(name, handler, hint);
        }
      };
    }
  }
}
