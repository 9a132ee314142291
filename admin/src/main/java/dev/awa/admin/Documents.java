package dev.awa.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.awa.Descriptor;
import dev.awa.Health;
import dev.awa.Limits;
import dev.awa.QueueSetting;
import dev.awa.QueueSettings;
import dev.awa.StorageSettings;
import dev.awa.admin.doctor.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * How what operators see is written as JSON: names in snake case, times and durations as ISO 8601
 * has them, UTC, numbers with all their digits.
 */
public final class Documents {
  /** Reads and writes whatever a job may hold, with all its digits, some levels deeper. */
  public static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(2 * Limits.JSON_DEPTH)
                          .maxNumberLength(Limits.ARGS_BYTES)
                          .build())
                  .streamWriteConstraints(
                      StreamWriteConstraints.builder()
                          .maxNestingDepth(2 * Limits.JSON_DEPTH)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .addMixIn(StorageSettings.class, Settings.class)
          .addMixIn(QueueSettings.class, SetOfQueue.class)
          .addMixIn(Descriptor.class, Says.class)
          .addMixIn(Health.Status.class, Word.class)
          .addMixIn(Level.class, Word.class)
          .build();

  /** What is written of settings, which are no record. */
  private interface Settings {
    @JsonProperty
    Duration rotateAfter();

    @JsonProperty
    long rotateBytes();

    @JsonProperty
    Duration keepHistory();

    @JsonProperty
    long keepBytes();

    @JsonProperty
    Duration keepFailed();

    @JsonProperty
    Duration keepDeadLetters();

    @JsonProperty
    Duration keepAudit();
  }

  /** Those of a queue are an object of what is set, by name. */
  private interface SetOfQueue {
    @JsonValue
    Map<QueueSetting, Object> values();
  }

  /** A constant that has a word. */
  private interface Word {
    @JsonValue
    String word();
  }

  /** What is said of a queue or kind. */
  private interface Says {
    @JsonProperty
    @Nullable String displayName();

    @JsonProperty
    @Nullable String owner();

    @JsonProperty
    @Nullable String text();

    @JsonProperty
    Map<String, String> links();

    @JsonProperty
    List<String> tags();
  }

  private Documents() {}
}
