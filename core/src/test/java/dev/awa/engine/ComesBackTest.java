package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIdentityInfo;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.ObjectIdGenerators;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.fasterxml.jackson.datatype.jsr310.deser.LocalDateTimeDeserializer;
import com.fasterxml.jackson.datatype.jsr310.ser.LocalDateTimeSerializer;
import dev.awa.InvalidJobException;
import dev.awa.Job;
import dev.awa.JsonCodec;
import dev.awa.TypeRef;
import dev.awa.json.Jackson2Codec;
import dev.awa.json.JacksonCodec;
import java.io.File;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.EnumMap;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which values come back and which are refused, class by class. */
@SuppressWarnings({"JavaUtilDate", "NonApiType", "UnnecessaryStringBuilder"}) // it is about these
final class ComesBackTest {
  static Stream<JsonCodec> codecs() {
    return Stream.of(JacksonCodec.standard(), Jackson2Codec.standard());
  }

  record Of<T>(@Nullable T value) {}

  /** What becomes of a job; null when it comes back. */
  private static @Nullable String refusal(JobCheck check, Job<?> job) {
    try {
      check.check(job);
      return null;
    } catch (InvalidJobException e) {
      return e.getMessage();
    }
  }

  private static @Nullable String refusal(JsonCodec codec, Job<?> job) {
    return refusal(new JobCheck(codec), job);
  }

  private static <A> Job<A> job(A args, TypeRef<A> type) {
    return Job.of("k", args, type);
  }

  // --- where the type is declared ---

  private static Timestamp timestamp(int nanos) {
    Timestamp time = new Timestamp(1_234_000);
    time.setNanos(nanos);
    return time;
  }

  private static Calendar calendar(String zone) {
    return new GregorianCalendar(TimeZone.getTimeZone(zone), Locale.ROOT);
  }

  private static TreeSet<String> backwards() {
    TreeSet<String> set = new TreeSet<>(Comparator.reverseOrder());
    set.addAll(List.of("a", "b"));
    return set;
  }

  private static BitSet bits() {
    BitSet bits = new BitSet();
    bits.set(3);
    return bits;
  }

  static List<Job<?>> kept() {
    ZonedDateTime berlin =
        ZonedDateTime.of(2026, 10, 25, 2, 30, 0, 7, ZoneId.of("Europe/Berlin"))
            .withLaterOffsetAtOverlap();
    return List.of(
        job(new Of<>(timestamp(123_000_000)), new TypeRef<Of<Timestamp>>() {}),
        job(new Of<>(timestamp(123_456_789)), new TypeRef<Of<Date>>() {}),
        job(new Of<>(calendar("UTC")), new TypeRef<Of<Calendar>>() {}),
        job(new Of<>(Pattern.compile("a")), new TypeRef<Of<Pattern>>() {}),
        job(new Of<>(new StringBuilder("a")), new TypeRef<Of<StringBuilder>>() {}),
        job(new Of<>(new AtomicInteger(1)), new TypeRef<Of<AtomicInteger>>() {}),
        job(
            new Of<>(new AtomicReference<>(LocalDate.EPOCH)),
            new TypeRef<Of<AtomicReference<LocalDate>>>() {}),
        job(new Of<>(new byte[] {1, -1}), new TypeRef<Of<byte[]>>() {}),
        job(new Of<>(new char[] {'a'}), new TypeRef<Of<char[]>>() {}),
        job(new Of<>(new int[] {1}), new TypeRef<Of<int[]>>() {}),
        job(new Of<>(new LocalDate[] {LocalDate.EPOCH}), new TypeRef<Of<LocalDate[]>>() {}),
        job(new Of<>('a'), new TypeRef<Of<Character>>() {}),
        job(new Of<>(new BigDecimal("1.50")), new TypeRef<Of<BigDecimal>>() {}),
        job(new Of<>(-0.0), new TypeRef<Of<Double>>() {}),
        job(new Of<>(Locale.GERMANY), new TypeRef<Of<Locale>>() {}),
        job(new Of<>(Duration.ofNanos(7)), new TypeRef<Of<Duration>>() {}),
        job(new Of<>(berlin), new TypeRef<Of<ZonedDateTime>>() {}),
        job(
            new Of<>(berlin.withZoneSameInstant(ZoneId.of("UTC"))),
            new TypeRef<Of<ZonedDateTime>>() {}),
        job(new Of<>(Optional.of(LocalDate.EPOCH)), new TypeRef<Of<Optional<LocalDate>>>() {}),
        job(new Of<>(OptionalInt.of(1)), new TypeRef<Of<OptionalInt>>() {}),
        job(new Of<>(new File("/a")), new TypeRef<Of<File>>() {}),
        job(new Of<>(backwards()), new TypeRef<Of<Set<String>>>() {}),
        job(new Of<>(new TreeSet<>(List.of("a"))), new TypeRef<Of<TreeSet<String>>>() {}),
        job(
            new Of<>(new PriorityQueue<>(List.of(3, 1, 2))),
            new TypeRef<Of<PriorityQueue<Integer>>>() {}),
        job(
            new Of<>(new EnumMap<>(Map.of(Size.S, 1))),
            new TypeRef<Of<EnumMap<Size, Integer>>>() {}),
        job(Map.of(Size.L, Set.of(LocalDate.EPOCH)), new TypeRef<Map<Size, Set<LocalDate>>>() {}),
        job(Map.of(new UUID(1, 2), 1), new TypeRef<Map<UUID, Integer>>() {}),
        job(Map.of(new Date(7), 1), new TypeRef<Map<Date, Integer>>() {}),
        job(List.of(new Own("a", LocalDate.EPOCH)), new TypeRef<List<Own>>() {}));
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void whatIsDeclaredComesBack(JsonCodec codec) {
    for (Job<?> job : kept()) {
      assertThat(refusal(codec, job)).as("%s %s", job.type(), job.args()).isNull();
    }
  }

  static Map<Job<?>, String> lost() {
    PriorityQueue<Integer> queue = new PriorityQueue<>(Comparator.reverseOrder());
    queue.addAll(List.of(1, 2, 3));
    return Map.ofEntries(
        Map.entry(
            job(new Of<>(timestamp(123_456_789)), new TypeRef<Of<Timestamp>>() {}),
            "value was 1970-01-01 00:20:34.123456789 and came back as 1970-01-01 00:20:34.123: JSON"
                + " does not hold all of a java.sql.Timestamp. Use a class that comes back"),
        Map.entry(
            job(new Of<>(calendar("Europe/Berlin")), new TypeRef<Of<Calendar>>() {}),
            "JSON does not hold all of a java.util.GregorianCalendar"),
        Map.entry(
            job(Map.of(calendar("Europe/Berlin"), 1), new TypeRef<Map<Calendar, Integer>>() {}),
            "(key) was java.util.GregorianCalendar["),
        Map.entry(
            job(
                new Of<>(Pattern.compile("a", Pattern.CASE_INSENSITIVE)),
                new TypeRef<Of<Pattern>>() {}),
            "JSON does not hold all of a java.util.regex.Pattern"),
        Map.entry(
            job(new Of<>(new Time(1_234_567)), new TypeRef<Of<Time>>() {}),
            "JSON does not hold all of a java.sql.Time"),
        Map.entry(
            job(new Of<>(new File("a")), new TypeRef<Of<File>>() {}), "value was a and came back"),
        Map.entry(
            job(new Of<>(Path.of("a")), new TypeRef<Of<Path>>() {}), "value was a and came back"),
        Map.entry(
            job(new Of<>(new IllegalStateException("x")), new TypeRef<Of<Throwable>>() {}),
            "value"),
        Map.entry(
            job(new Of<>(new Random(1)), new TypeRef<Of<Random>>() {}),
            "JSON does not hold all of a java.util.Random"),
        Map.entry(job(new Of<>(bits()), new TypeRef<Of<BitSet>>() {}), "value.empty was false"),
        Map.entry(
            job(new Of<>(backwards()), new TypeRef<Of<TreeSet<String>>>() {}),
            "value was a java.util.TreeSet with a comparator and came back without"),
        Map.entry(
            job(
                new Of<>(new TreeMap<String, Integer>(String.CASE_INSENSITIVE_ORDER)),
                new TypeRef<Of<TreeMap<String, Integer>>>() {}),
            "value was a java.util.TreeMap with a comparator"),
        Map.entry(
            job(new Of<>(queue), new TypeRef<Of<PriorityQueue<Integer>>>() {}),
            "value was a java.util.PriorityQueue with a comparator"));
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void whatIsWrittenAlikeAndIsNotTheSameIsRefused(JsonCodec codec) {
    lost()
        .forEach((job, words) ->
            assertThat(refusal(codec, job))
                .as("%s", job.type())
                .startsWith("args: must come back as written, but ")
                .contains(words));
  }

  // --- where it is open ---

  enum Size {
    S,
    L {
      @Override
      public String toString() {
        return "large";
      }
    }
  }

  record Own(String name, LocalDate day) {}

  static List<Object> plain() {
    return List.of(
        "a",
        true,
        1,
        1L,
        1L << 40,
        (short) 1,
        (byte) 1,
        1.5,
        1.1f,
        -0.0,
        new BigDecimal("1.50"),
        BigInteger.TWO.pow(99),
        List.of(1, "a"),
        Map.of("a", List.of(1.5)),
        Set.of(1, 2, 3),
        new int[] {1},
        new String[] {"a"},
        new ArrayDeque<>(List.of(1)),
        new TreeMap<>(Map.of("a", 1)),
        Collections.singletonMap("a", null),
        new HashMap<>());
  }

  static List<Object> special() {
    return List.of(
        LocalDate.EPOCH,
        Size.S,
        Size.L,
        new Own("a", LocalDate.EPOCH),
        Optional.of("x"),
        Optional.empty(),
        new byte[] {1},
        'a',
        new StringBuilder("a"),
        new UUID(1, 2),
        new AtomicInteger(1),
        Duration.ZERO,
        timestamp(7),
        Locale.GERMANY,
        URI.create("a"),
        String.class,
        Map.of(1, 2),
        Map.of("a", Map.of("b", LocalDate.EPOCH)),
        List.of("a", LocalDate.EPOCH),
        Set.of("a", LocalDate.EPOCH),
        new LocalDate[] {LocalDate.EPOCH},
        new EnumMap<>(Map.of(Size.S, 1)));
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void whereNoTypeSaysWhatToReadJsonsOwnValuesComeBack(JsonCodec codec) {
    JobCheck check = new JobCheck(codec);
    for (Object value : plain()) {
      assertThat(refusal(check, Job.of("k", new Of<>(value)))).as("%s", value).isNull();
      Job<?> described = Job.of("k", 1).withMetadata(Map.of("m", value));
      assertThat(refusal(check, described)).as("%s", value).isNull();
    }
  }

  /** Each after others of its type that came back. */
  @ParameterizedTest
  @MethodSource("codecs")
  void whereNoTypeSaysWhatToReadOthersAreRefused(JsonCodec codec) {
    JobCheck check = new JobCheck(codec);
    check.check(Job.of("k", new Of<>("a")));
    for (Object value : special()) {
      assertThat(refusal(check, Job.of("k", new Of<>(value))))
          .as("%s", value)
          .startsWith("args: must come back as written, but value")
          .contains(
              "nothing says which class to read. Declare it, where now it is java.lang.Object")
          .contains("new TypeRef<...>() {}")
          .contains("make it a String yourself");
      assertThat(refusal(check, Job.of("k", 1).withMetadata(Map.of("m", value))))
          .as("%s", value)
          .startsWith("metadata: must come back as written, but m");
    }
    assertThat(refusal(check, Job.of("k", List.of(Map.of("day", LocalDate.EPOCH)))))
        .contains(
            "but [0].day was a java.time.LocalDate, 1970-01-01 and came back as a java.lang.String,"
                + " \"1970-01-01\": ");
  }

  static class Animal {
    public String name = "n";
  }

  static final class Dog extends Animal {
    public String bark = "w";
  }

  record Zoo(@Nullable Animal first, List<Animal> others) {}

  /** A first job tells nothing of a class that it did not hold. */
  @ParameterizedTest
  @MethodSource("codecs")
  void aClassThatTurnsUpLaterIsLookedAtThen(JsonCodec codec) {
    JobCheck check = new JobCheck(codec);
    check.check(Job.of(new Zoo(null, List.of())));
    check.check(Job.of(new Zoo(new Animal(), List.of(new Animal()))));
    assertThat(refusal(check, Job.of(new Zoo(null, List.of(new Animal(), new Dog())))))
        .contains("others[1].bark was \"w\" and came back as null");
    check.check(job(new Of<>(timestamp(0)), new TypeRef<Of<Timestamp>>() {}));
    assertThat(refusal(check, job(new Of<>(timestamp(7)), new TypeRef<Of<Timestamp>>() {})))
        .contains("java.sql.Timestamp");
  }

  // --- what is no loss ---

  record More(String name, @JsonAnyGetter @JsonAnySetter Map<String, Object> more) {}

  record Minutes(@JsonFormat(pattern = "yyyy-MM-dd HH:mm") LocalDateTime at) {}

  record Filled(@JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> lines) {}

  static final class Bean {
    private @Nullable Object any;
    @JsonIgnore private int count = 5;

    public @Nullable Object getAny() {
      return any;
    }

    public void setAny(Object value) {
      any = value;
      count++;
    }

    int count() {
      return count;
    }
  }

  static final class Wrapping {
    @JsonUnwrapped public Bean bean = new Bean();
  }

  @JsonIdentityInfo(generator = ObjectIdGenerators.IntSequenceGenerator.class)
  static final class Ring {
    public @Nullable Ring next;
    public Object any = "a";
  }

  static final class Tree {
    public String name = "";
    public List<Tree> branches = new ArrayList<>();
  }

  private static Wrapping wrapping(Object any) {
    Wrapping wrapping = new Wrapping();
    wrapping.bean.setAny(any);
    assertThat(wrapping.bean.count()).isEqualTo(6);
    return wrapping;
  }

  private static Ring ring(Object any) {
    Ring ring = new Ring();
    ring.next = new Ring();
    ring.next.next = ring;
    ring.next.any = any;
    return ring;
  }

  /** None of these says when two of it are equal. */
  @ParameterizedTest
  @MethodSource("codecs")
  void objectsOfTheApplicationsAreComparedByTheirParts(JsonCodec codec) {
    Tree tree = new Tree();
    tree.branches.add(new Tree());
    List<Object> kept =
        List.of(
            tree,
            wrapping("a"),
            ring("a"),
            new More("a", Map.of("x", 1)),
            new Minutes(LocalDateTime.of(2026, 11, 28, 9, 0, 59)),
            new Filled(List.of()));
    for (Object args : kept) {
      assertThat(refusal(codec, Job.of(args))).as("%s", args).isNull();
    }
    Map<Object, String> lost =
        Map.of(
            wrapping(Size.S),
            "bean.any was a ",
            ring(Size.S),
            "next.any was a ",
            new More("a", Map.of("x", Size.S)),
            "more.x was a ");
    lost.forEach((args, words) ->
        assertThat(refusal(codec, Job.of(args))).contains("but " + words + Size.class.getName()));
  }

  // --- mappers of the application's ---

  /** As many applications write times, and numbers for JavaScript. */
  private static JsonCodec short2() {
    DateTimeFormatter seconds = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    JavaTimeModule times = new JavaTimeModule();
    times.addSerializer(LocalDateTime.class, new LocalDateTimeSerializer(seconds));
    times.addDeserializer(LocalDateTime.class, new LocalDateTimeDeserializer(seconds));
    return Jackson2Codec.of(
        new ObjectMapper()
            .registerModule(times)
            .registerModule(
                new SimpleModule().addSerializer(Long.class, ToStringSerializer.instance)));
  }

  record Visit(LocalDateTime at, Long id) {}

  @ParameterizedTest
  @MethodSource("codecs")
  void aMapperThatCutsValuesIsNoticedWhenItCutsOne(JsonCodec standard) {
    JobCheck check = new JobCheck(short2());
    LocalDateTime time = LocalDateTime.of(2026, 11, 28, 9, 0, 1);
    check.check(Job.of(new Visit(time, 7L)));
    Job<Visit> precise = Job.of(new Visit(time.withNano(7), 7L));
    assertThat(refusal(check, precise)).contains("at was 2026-11-28T09:00:01.000000007 and came");
    assertThat(refusal(standard, precise)).isNull();
    check.check(Job.of("k", Map.of("id", 7)));
    assertThat(refusal(check, Job.of("k", Map.of("id", 7L))))
        .contains("id was a java.lang.Long, 7 and came back as a java.lang.String, \"7\"");
  }

  /** Only its JSON can be compared. */
  @ParameterizedTest
  @MethodSource("codecs")
  void aCodecThatKnowsNothingOfTypesIsTakenAtItsJson(JsonCodec codec) {
    JsonCodec own =
        new JsonCodec() {
          @Override
          public String write(Object value) {
            return codec.write(value);
          }

          @Override
          public Object read(String json, Type type) {
            return codec.read(json, type);
          }
        };
    assertThat(refusal(own, Job.of("k", new Of<>(LocalDate.EPOCH)))).isNull();
    assertThatThrownBy(() -> new JobCheck(codec).check(Job.of("k", new Of<>(LocalDate.EPOCH))))
        .isInstanceOf(InvalidJobException.class);
  }
}
