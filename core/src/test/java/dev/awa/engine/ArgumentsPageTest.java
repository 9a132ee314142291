package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.awa.InvalidJobException;
import dev.awa.Job;
import dev.awa.JsonCodec;
import dev.awa.TypeRef;
import dev.awa.json.Jackson2Codec;
import dev.awa.json.JacksonCodec;
import java.io.IOException;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row of the tables of docs/arguments.md, with both versions of Jackson. */
final class ArgumentsPageTest {
  private static final Path PAGE = Path.of("../docs/arguments.md");

  record Receipt(@Nullable String email, long cents) {}

  record Wide(
      @Nullable String text,
      int number,
      boolean flag,
      Optional<String> maybe,
      @Nullable List<String> all) {}

  record Renamed(@JsonAlias("email") String address) {}

  record Named(@JsonProperty("email") String address) {}

  enum Plan {
    @JsonAlias("SMALL")
    BASIC,
    PRO
  }

  enum Region {
    EU,
    @JsonEnumDefaultValue
    OTHER
  }

  record OfPlan(Plan plan) {}

  record OfRegion(Region region) {}

  record Lenient(
      @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
          Region region) {}

  record OfInt(int n) {}

  record OfLong(long n) {}

  record OfText(String n) {}

  record OfList(List<String> n) {}

  record OfOptional(Optional<String> n) {}

  record OfDateTime(LocalDateTime n) {}

  record Times(Instant at, LocalDate day, Duration took) {}

  record Money(BigDecimal amount) {}

  record Any(Object value) {}

  record Page<T>(List<T> rows) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Circle.class, name = "circle"),
    @JsonSubTypes.Type(value = Square.class, name = "square")
  })
  sealed interface Shape {}

  record Circle(int radius) implements Shape {}

  record Square(int side) implements Shape {}

  record OfShape(Shape shape) {}

  sealed interface Bare {}

  record One(int a) implements Bare {}

  record Two(int a) implements Bare {}

  record OfBare(Bare bare) {}

  /** One row: what is stored, read as a type, is this; or it is refused when that is null. */
  private record Row(String name, String stored, Type type, @Nullable Object read) {}

  private static final BigDecimal EXACT = new BigDecimal("0.10000000000000000000000000001");

  private static List<Row> rows() {
    return List.of(
        new Row(
            "a field is gone from the class",
            "{\"email\":\"a\",\"cents\":1,\"old\":{\"x\":[1]}}",
            Receipt.class,
            new Receipt("a", 1)),
        new Row(
            "a field is new in the class",
            "{}",
            Wide.class,
            new Wide(null, 0, false, Optional.empty(), null)),
        new Row(
            "a field is null and the class has a primitive",
            "{\"email\":null,\"cents\":null}",
            Receipt.class,
            new Receipt(null, 0)),
        new Row(
            "a field was renamed, with `@JsonAlias(\"email\")`",
            "{\"email\":\"a\"}",
            Renamed.class,
            new Renamed("a")),
        new Row(
            "a field was renamed, with `@JsonProperty(\"email\")`",
            "{\"email\":\"a\"}",
            Named.class,
            new Named("a")),
        new Row("a number is wider now: `int` to `long`", "{\"n\":7}", OfLong.class, new OfLong(7)),
        new Row("a number is narrower now, and too large", "{\"n\":5000000000}", OfInt.class, null),
        new Row("a number is text now", "{\"n\":7}", OfText.class, new OfText("7")),
        new Row("a text is a list now", "{\"n\":\"a\"}", OfList.class, null),
        new Row(
            "a text is an `Optional` now",
            "{\"n\":\"a\"}",
            OfOptional.class,
            new OfOptional(Optional.of("a"))),
        new Row("a date is a time now", "{\"n\":\"2026-11-29\"}", OfDateTime.class, null),
        new Row(
            "a constant was renamed, with `@JsonAlias(\"SMALL\")`",
            "{\"plan\":\"SMALL\"}",
            OfPlan.class,
            new OfPlan(Plan.BASIC)),
        new Row("a constant is gone", "{\"plan\":\"GONE\"}", OfPlan.class, null),
        new Row(
            "a constant is gone, with `@JsonEnumDefaultValue` alone",
            "{\"region\":\"US\"}",
            OfRegion.class,
            null),
        new Row(
            "a constant is gone, with `@JsonEnumDefaultValue` and `@JsonFormat(with ="
                + " READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)` at the field",
            "{\"region\":\"US\"}",
            Lenient.class,
            new Lenient(Region.OTHER)),
        new Row(
            "a subtype is gone, or not there yet",
            "{\"shape\":{\"type\":\"line\"}}",
            OfShape.class,
            null));
  }

  private static List<Job<?>> kept() {
    return List.of(
        Job.of("k", new Times(Instant.EPOCH.plusNanos(1), LocalDate.EPOCH, Duration.ofNanos(5))),
        Job.of("k", new Money(EXACT)),
        Job.of("k", new Any(EXACT)),
        Job.of("k", new OfShape(new Circle(1))),
        Job.of("k", new Page<>(List.of(new Receipt("a", 1))), new TypeRef<Page<Receipt>>() {}));
  }

  private static List<Job<?>> refused() {
    return List.of(
        Job.of("k", new OfBare(new One(1))),
        Job.of("k", new Page<>(List.of(new Receipt("a", 1)))),
        Job.of("k", new Any(LocalDate.EPOCH)));
  }

  static Stream<JsonCodec> codecs() {
    return Stream.of(JacksonCodec.standard(), Jackson2Codec.standard());
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void whatWaitsIsReadAsThePageSays(JsonCodec codec) {
    for (Row row : rows()) {
      Object read;
      try {
        read = codec.read(row.stored(), row.type());
      } catch (RuntimeException e) {
        read = null;
      }
      assertThat(read).as(row.name()).isEqualTo(row.read());
    }
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void whatIsEnqueuedIsKeptOrRefusedAsThePageSays(JsonCodec codec) {
    JobCheck check = new JobCheck(codec);
    for (Job<?> job : kept()) {
      Type type = job.type() == null ? job.args().getClass() : job.type();
      assertThat(codec.read(check.check(job).args(), type)).isEqualTo(job.args());
    }
    for (Job<?> job : refused()) {
      assertThat(refusal(check, job)).as("%s", job).startsWith("args: must ");
    }
  }

  private static String refusal(JobCheck check, Job<?> job) {
    try {
      check.check(job);
      return "it is taken";
    } catch (InvalidJobException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void thePageHasARowForEach() throws IOException {
    String page = Files.readString(PAGE);
    for (Row row : rows()) {
      assertThat(page)
          .contains("| " + row.name() + " | " + (row.read() == null ? "fails" : "reads"));
    }
  }
}
