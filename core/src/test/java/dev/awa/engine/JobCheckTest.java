package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.awa.InvalidJobException;
import dev.awa.Job;
import dev.awa.JobState;
import dev.awa.JsonCodec;
import dev.awa.RawJson;
import dev.awa.Unique;
import dev.awa.json.JacksonCodec;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a valid job becomes. What is refused is in {@code dev.awa.contract.BadInputTest}. */
final class JobCheckTest {
  private final JobCheck check = new JobCheck(JacksonCodec.standard());

  record Greet(String name) {}

  record Raw(@JsonRawValue String json) {}

  @Test
  void aJobWithoutWishesCarriesNothing() {
    assertThat(check.check(Job.of(new Greet("Ana"))))
        .isEqualTo(
            new NewJob(
                "greet", "default", 2, 25, "{\"name\":\"Ana\"}", "{}", null, null, null, null));
  }

  @Test
  void everythingThatIsInUseIsWrittenDown() {
    NewJob job =
        check.check(
            Job.of("k", new RawJson("[1]"))
                .withQueue("q")
                .withPriority(1)
                .withMaxAttempts(1000)
                .withTags("a", "\"b\"")
                .withMetadata(Map.of("m", 1.5))
                .withDeadline(Duration.ofSeconds(90))
                .withOrderingKey("customer 7"));
    assertThat(job.ext())
        .isEqualTo(
            "{\"tags\":[\"a\",\"\\\"b\\\"\"],\"metadata\":{\"m\":1.5},"
                + "\"deadline_ms\":90000,\"ordering_key\":\"customer 7\"}");
    assertThat(job.orderingKey()).isEqualTo("customer 7");
    assertThat(job.isPlain()).isTrue();
  }

  @Test
  void rawJsonIsPassedOnAsItIs() {
    String text = " {\"b\": 1, \"a\": 1.50, \"a\": 2} ";
    assertThat(check.check(Job.of("k", new RawJson(text))).args()).isEqualTo(text);
  }

  @Test
  void timesAreRoundedUpAndNeverDown() {
    Job<?> job = Job.of("k", 1);
    assertThat(check.check(job.withDelay(Duration.ofNanos(1))).delayMicros()).isEqualTo(1);
    assertThat(check.check(job.withDelay(Duration.ofDays(3650))).delayMicros())
        .isEqualTo(3650L * 86_400_000_000L);
    assertThat(check.check(job.withDelay(Duration.ZERO)).delayMicros()).isNull();
    assertThat(check.check(job.withDeadline(Duration.ofNanos(1_000_001))).ext())
        .isEqualTo("{\"deadline_ms\":2}");
  }

  @Test
  void aTimeToRunAtIsPassedOnEvenWhenItHasPassed() {
    NewJob job = check.check(Job.of("k", 1).withRunAt(Instant.EPOCH));
    assertThat(job.runAt()).isEqualTo(Instant.EPOCH);
    assertThat(job.isPlain()).isFalse();
  }

  @Test
  void aUniqueRuleNamesWhatIsInUse() {
    Unique rule = Unique.byFields("a", "b").withinQueue().orFail();
    assertThat(unique(rule))
        .isEqualTo("{\"queue\":true,\"args\":[\"a\",\"b\"],\"on_conflict\":\"fail\"}");
    assertThat(unique(Unique.byArguments())).isEqualTo("{\"args\":true}");
    assertThat(unique(Unique.byText("\"x\""))).isEqualTo("{\"key\":\"\\\"x\\\"\"}");
    assertThat(unique(Unique.byKind())).isEqualTo("{}");
    assertThat(unique(Unique.byKind().oncePer(Duration.ofHours(1))))
        .isEqualTo("{\"period\":3600,\"hold\":[\"completed\"]}");
    assertThat(unique(Unique.byKind().oncePer(Duration.ofMillis(1500))))
        .isEqualTo("{\"period\":1.5,\"hold\":[\"completed\"]}");
    assertThat(unique(Unique.byKind().heldAfter(JobState.CANCELLED, JobState.FAILED)))
        .isEqualTo("{\"hold\":[\"failed\",\"cancelled\"]}");
  }

  private @Nullable String unique(Unique rule) {
    return check.check(Job.of("k", Map.of("a", 1, "b", 2)).withUnique(rule)).unique();
  }

  @Test
  void whatAMapperLetsThroughIsCheckedToo() {
    assertThatThrownBy(() -> check.check(Job.of(new Raw("{oops}"))))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageStartingWith("args: must be valid JSON, got character");
  }

  @Test
  void aCodecMayNotMakeMetadataAnythingButAnObject() {
    JsonCodec lists =
        new JsonCodec() {
          @Override
          public String write(Object value) {
            return "[]";
          }

          @Override
          public Object read(String json, Type type) {
            return List.of();
          }
        };
    assertThatThrownBy(() -> new JobCheck(lists).check(Job.of("k", 1).withMetadata(Map.of("a", 1))))
        .hasMessage("metadata: must be a JSON object, got []");
  }

  @Test
  void metadataThatCannotBeWrittenIsNamedAsSuch() {
    Object[] itself = new Object[1];
    itself[0] = itself;
    Map<String, ?> metadata = Map.of("a", itself);
    assertThatThrownBy(() -> check.check(Job.of("k", 1).withMetadata(metadata)))
        .isInstanceOfSatisfying(
            InvalidJobException.class, e -> assertThat(e.field()).isEqualTo("metadata"));
  }
}
