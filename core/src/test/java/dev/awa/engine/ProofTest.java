package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.awa.InvalidJobException;
import dev.awa.Job;
import dev.awa.JsonCodec;
import dev.awa.RawJson;
import dev.awa.Unique;
import dev.awa.json.Jackson2Codec;
import dev.awa.json.JacksonCodec;
import java.lang.reflect.Constructor;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/** What a job holds can be read again, or the job is refused and nobody wonders later. */
final class ProofTest {
  static Stream<JsonCodec> codecs() {
    return Stream.of(JacksonCodec.standard(), Jackson2Codec.standard());
  }

  private static InvalidJobException refusal(JsonCodec codec, Object args) {
    try {
      new JobCheck(codec).check(Job.of("k", args));
    } catch (InvalidJobException e) {
      return e;
    }
    throw new AssertionError("not refused: " + codec.write(args));
  }

  private static void accepted(JsonCodec codec, Object args) {
    JobCheck check = new JobCheck(codec);
    assertThatCode(() -> check.check(Job.of("k", args))).doesNotThrowAnyException();
    assertThat(codec.read(codec.write(args), args.getClass())).isEqualTo(args);
  }

  // --- what does not come back ---

  /** A list with a total. */
  static final class Cart extends ArrayList<Integer> {
    private static final long serialVersionUID = 1L;

    int total = 7;
  }

  /** A list as it is. */
  static final class Numbers extends ArrayList<Integer> {
    private static final long serialVersionUID = 1L;

    transient int sum = 7;
  }

  record Checkout(Cart cart) {}

  @ParameterizedTest
  @MethodSource("codecs")
  void aCollectionWithFieldsOfItsOwnIsRefused(JsonCodec codec) {
    for (Object args : List.of(new Cart(), new Checkout(new Cart()))) {
      assertThat(refusal(codec, args))
          .hasMessageContaining("has a field beside what it collects, \"total\"");
    }
    accepted(codec, new Numbers());
  }

  // --- what comes back ---

  record Times(ZonedDateTime zoned, OffsetDateTime offset, Instant instant) {}

  @ParameterizedTest
  @MethodSource("codecs")
  void timesKeepTheirZone(JsonCodec codec) {
    ZonedDateTime berlin = ZonedDateTime.of(2026, 11, 28, 9, 0, 0, 7, ZoneId.of("Europe/Berlin"));
    accepted(
        codec,
        new Times(
            berlin,
            OffsetDateTime.of(2026, 11, 28, 9, 0, 0, 0, ZoneOffset.ofHours(-5)),
            Instant.ofEpochSecond(7, 7)));
    new JobCheck(codec).check(Job.of("k", berlin.withZoneSameInstant(ZoneId.of("UTC"))));
  }

  enum Size {
    SMALL("s"),
    LARGE("l") {
      @Override
      public String toString() {
        return "the largest";
      }
    };

    private final String word;

    Size(String word) {
      this.word = word;
    }

    @Override
    public String toString() {
      return word;
    }
  }

  record Shirts(Size size, Map<Size, Integer> counts) {}

  @ParameterizedTest
  @MethodSource("codecs")
  void anEnumIsWrittenByItsNameAndReadByItsTextAsWell(JsonCodec codec) {
    Shirts shirts = new Shirts(Size.LARGE, Map.of(Size.SMALL, 1));
    assertThat(codec.write(shirts)).isEqualTo("{\"size\":\"LARGE\",\"counts\":{\"SMALL\":1}}");
    accepted(codec, shirts);
    accepted(codec, Size.SMALL);
    String older = "{\"size\":\"the largest\",\"counts\":{\"s\":1}}";
    assertThat(codec.read(older, Shirts.class)).isEqualTo(shirts);
  }

  record Later(
      String old,
      int number,
      boolean yes,
      double ratio,
      @Nullable List<String> list,
      Optional<String> perhaps) {}

  @ParameterizedTest
  @MethodSource("codecs")
  void waitingJobsAreReadByNewerAndByOlderCode(JsonCodec codec) {
    Later read = (Later) codec.read("{\"old\":\"x\",\"gone\":[1]}", Later.class);
    assertThat(read).isEqualTo(new Later("x", 0, false, 0, null, Optional.empty()));
    assertThat(codec.read("{\"old\":\"x\",\"number\":null}", Later.class)).isEqualTo(read);
    accepted(codec, read);
  }

  record Order(
      Set<String> lines, List<Size> sizes, Optional<Times> times, Map<String, Object> any) {}

  @ParameterizedTest
  @MethodSource("codecs")
  void whatIsWrittenInAnotherOrderOrNotAtAllWhenItIsNullIsNoLoss(JsonCodec codec) {
    Set<String> lines = new LinkedHashSet<>(List.of("z", "b", "q", "a"));
    Order order = new Order(lines, List.of(), Optional.empty(), Map.of("n", List.of(1, 2.50)));
    new JobCheck(codec).check(Job.of("k", order));
    accepted(codec, Map.of("a", List.of(1)));
    new JobCheck(codec).check(Job.of("k", List.of(1, 2)));
    accepted(codec, "text");
    accepted(codec, 1);
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  @JsonSubTypes({@JsonSubTypes.Type(value = Circle.class, name = "circle")})
  sealed interface Shape {}

  record Circle(double radius) implements Shape {}

  record Drawing(List<Shape> shapes) {}

  @ParameterizedTest
  @MethodSource("codecs")
  void aSealedTypeThatSaysWhichClassItIsComesBack(JsonCodec codec) {
    accepted(codec, new Drawing(List.of(new Circle(1))));
    assertThat(codec.shape(Drawing.class).fields()).containsExactly("shapes");
    assertThatCode(() -> codec.shape(Shape.class)).doesNotThrowAnyException();
  }

  static final class Bean {
    private String name = "";
    private transient int hash;
    @JsonIgnore private int cached;

    public String getName() {
      return name;
    }

    public void setName(String value) {
      name = value;
      hash = value.hashCode();
      cached = hash;
    }

    public String getUpper() {
      return name + cached;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Bean bean && bean.name.equals(name);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void whatIsLeftOutOnPurposeIsNoLoss(JsonCodec codec) {
    Bean bean = new Bean();
    bean.setName("jo");
    accepted(codec, bean);
    assertThat(codec.shape(Bean.class).readsAll()).isTrue();
  }

  // --- what does not ---

  sealed interface Payment {}

  record Card(String number) implements Payment {}

  record Bill(int cents, @Nullable Payment payment) {}

  @ParameterizedTest
  @MethodSource("codecs")
  void aSealedTypeWithoutTypeInformationIsRefused(JsonCodec codec) {
    assertThat(refusal(codec, new Bill(1, null)))
        .hasMessageStartingWith("args: must be readable again: payment: ")
        .hasMessageContaining(
            "Payment is abstract, and nothing in the JSON says which class to read")
        .hasMessageContaining("@JsonTypeInfo");
    assertThatThrownBy(() -> codec.shape(Payment.class)).hasMessageContaining("is abstract");
    assertThatThrownBy(() -> codec.shape(Runnable.class)).hasMessageContaining("is abstract");
    accepted(codec, new Card("1"));
  }

  static final class Secret {
    private final String token;

    Secret() {
      this("");
    }

    Secret(String token) {
      this.token = token;
    }

    int size() {
      return token.length();
    }
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void aFieldThatIsNotWrittenIsRefused(JsonCodec codec) {
    assertThat(new Secret("t").size()).isEqualTo(1);
    assertThat(refusal(codec, new Secret("t"))).hasMessageContaining("Secret");
  }

  @Test
  void aFieldThatIsNotWrittenIsNamed() {
    assertThat(refusal(JacksonCodec.standard(), new Secret("t")))
        .hasMessageContaining("has a field that is not written, \"token\": give it a getter");
  }

  static final class Fixed {
    public final int cents;

    Fixed() {
      cents = 0;
    }

    Fixed(int cents) {
      this.cents = cents;
    }
  }

  @Test
  void aFinalFieldThatIsNotReadIsRefusedAlsoWhenTheFirstValueDidNotTell() {
    JobCheck check = new JobCheck(JacksonCodec.standard());
    assertThatCode(() -> check.check(Job.of(new Fixed()))).doesNotThrowAnyException();
    assertThatThrownBy(() -> check.check(Job.of(new Fixed(5))))
        .hasMessageStartingWith(
            "args: must come back as written, but cents was 5 and came back as 0: ")
        .hasMessageEndingWith("got " + Fixed.class.getTypeName());
  }

  record Shifted(int value) {
    Shifted {
      value++;
    }
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void aConstructorThatChangesWhatItIsGivenIsRefused(JsonCodec codec) {
    assertThat(refusal(codec, List.of(1).isEmpty() ? "" : new Shifted(1)))
        .hasMessageContaining("value was 2 and came back as 3");
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void aLambdaIsRefused(JsonCodec codec) {
    Runnable lambda = () -> {};
    assertThat(refusal(codec, lambda)).hasMessageContaining("lambda");
    assertThatThrownBy(() -> Job.of(lambda))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("must not be a lambda");
  }

  @Test
  void aKindIsDerivedFromAClassOfTheApplicationsOnly() {
    for (Object args : List.of(List.of(1), "text", 1, new int[0], new RawJson("1"), Map.of())) {
      assertThatThrownBy(() -> Job.of(args))
          .isInstanceOf(InvalidJobException.class)
          .hasMessageStartingWith("kind: must be named, as in Job.of(\"send_email\", args)");
    }
    assertThat(Job.of(Size.LARGE).kind()).isEqualTo("size");
  }

  /** As Kotlin compiles a data class: the names of the parameters are only in its own metadata. */
  private static final String KOTLIN =
      """
      public final class Greeting {
        private final String to;
        private final int times;
        public Greeting(String to, int times) { this.to = to; this.times = times; }
        public String getTo() { return to; }
        public int getTimes() { return times; }
      }
      """;

  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @MethodSource("codecs")
  void aClassWithoutParameterNamesIsRefused(JsonCodec codec) throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavaFileObject source =
        new SimpleJavaFileObject(
            URI.create("string:///Greeting.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return KOTLIN;
          }
        };
    assertThat(
            compiler
                .getTask(null, null, null, List.of("-d", folder.toString()), null, List.of(source))
                .call())
        .isTrue();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      Constructor<?> constructor =
          loader.loadClass("Greeting").getConstructor(String.class, int.class);
      assertThat(refusal(codec, constructor.newInstance("you", 2)))
          .hasMessageStartingWith("args: must be readable again: Greeting can be written but not")
          .hasMessageContaining("Kotlin: register the Kotlin module");
    }
  }

  // --- codecs of the application's ---

  record Snake(int firstValue, Size size) {}

  @Test
  void theApplicationsMapperDecidesHowItIsWritten() {
    JsonCodec three =
        JacksonCodec.of(
            JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(tools.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build());
    assertThat(three.write(new Snake(1, Size.SMALL)))
        .isEqualTo("{\"first_value\":1,\"size\":\"s\"}");
    accepted(three, new Snake(1, Size.LARGE));
    assertThat(three.read("{\"first_value\":1,\"x\":1}", Snake.class)).isNotNull();
    JsonCodec two =
        Jackson2Codec.of(
            new ObjectMapper()
                .setPropertyNamingStrategy(
                    com.fasterxml.jackson.databind.PropertyNamingStrategies.SNAKE_CASE));
    accepted(two, new Snake(1, Size.LARGE));
    assertThat(two.read("{\"first_value\":1,\"x\":1}", Snake.class)).isNotNull();
    assertThat(refusal(two, new Times(ZonedDateTime.now(ZoneOffset.UTC), time(), Instant.EPOCH)))
        .as("Jackson 2 without its module for times")
        .hasMessageContaining("jackson-datatype-jsr310");
  }

  /** As a number a time has no zone, and nobody would see the loss. */
  @Test
  void timesKeepTheirZoneAlsoWithAMapperThatWritesThemAsNumbers() {
    Times times =
        new Times(
            ZonedDateTime.of(2026, 11, 28, 9, 0, 0, 7, ZoneId.of("Europe/Berlin")),
            OffsetDateTime.of(2026, 11, 28, 9, 0, 0, 0, ZoneOffset.ofHours(-5)),
            Instant.EPOCH);
    accepted(
        JacksonCodec.of(
            JsonMapper.builder().enable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS).build()),
        times);
    accepted(Jackson2Codec.of(new ObjectMapper().registerModule(new JavaTimeModule())), times);
  }

  private static OffsetDateTime time() {
    return OffsetDateTime.of(2026, 11, 28, 9, 0, 0, 0, ZoneOffset.UTC);
  }

  /** Writes, and forgets one part in two. */
  private record Forgetful(JsonCodec codec) implements JsonCodec {
    @Override
    public String write(Object value) {
      return codec.write(value);
    }

    @Override
    public Object read(String json, Type type) {
      return codec.read(json.replace("\"size\"", "\"sise\""), type);
    }
  }

  @Test
  void aCodecOfTheApplicationsIsProvedToo() {
    assertThat(refusal(new Forgetful(JacksonCodec.standard()), new Shirts(Size.SMALL, Map.of())))
        .hasMessageContaining("size was \"SMALL\" and came back as null");
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Voucher(String code, @Nullable String email) {}

  @ParameterizedTest
  @MethodSource("codecs")
  void aFieldOfTheTypeMayBeMissingFromTheJsonOfAUniqueJob(JsonCodec codec) {
    JobCheck check = new JobCheck(codec);
    Job<Voucher> job = Job.of(new Voucher("c", null));
    assertThat(check.check(job.withUnique(Unique.byFields("email"))).args())
        .isEqualTo("{\"code\":\"c\"}");
    assertThatThrownBy(() -> check.check(job.withUnique(Unique.byFields("mail"))))
        .hasMessage("unique.fields[0]: must be a field of args, which has code, got mail");
  }
}
