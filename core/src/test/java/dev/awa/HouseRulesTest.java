package dev.awa;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Which way packages point, what classes may be called and what code may not do. ARCHITECTURE.md
 * and CONTRIBUTING.md say the same in words.
 */
final class HouseRulesTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPath("target/classes/dev");

  /** Words that say nothing about what a class is. */
  private static final Set<String> EMPTY_WORDS =
      Set.of(
          "Util",
          "Utils",
          "Helper",
          "Helpers",
          "Manager",
          "Impl",
          "Base",
          "Abstract",
          "Common",
          "Data",
          "Info",
          "Processor");

  private static final Pattern WORD = Pattern.compile("[A-Z]+(?![a-z])|[A-Z][a-z0-9]*");

  /** The settings of a worker's connections, and LISTEN. */
  private static final String NAMES_NO_TABLE =
      "dev\\.awa\\.worker\\.(Borrowed|Notifications|Session|Sessions)";

  /** Writes events; writes what was thrown; sets the context of the log; knows no worker. */
  private static final String LOGS =
      "dev\\.awa\\.(worker\\.(LogListener.*|FailureLog.*|Complaint|Surroundings)"
          + "|json\\.StandardCodec)";

  private static final Pattern SLEEP =
      Pattern.compile("Thread\\.sleep\\(|TimeUnit\\.[A-Z]+\\.sleep\\(|LockSupport\\.park");

  private static final Path REPOSITORY = Path.of("..");

  // --- packages ---

  @Test
  void theClassesOfEveryPackageAreLookedAt() {
    assertThat(MAIN.stream().map(JavaClass::getPackageName).distinct())
        .containsExactlyInAnyOrder(
            "dev.awa",
            "dev.awa.client",
            "dev.awa.cron",
            "dev.awa.engine",
            "dev.awa.event",
            "dev.awa.json",
            "dev.awa.maintenance",
            "dev.awa.pace",
            "dev.awa.schedule",
            "dev.awa.worker");
  }

  @Test
  void theValuesKnowTheJdkOnly() {
    classes()
        .that()
        .resideInAPackage("dev.awa")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.awa", "java..", "javax.crypto", "org.jspecify.annotations")
        .check(MAIN);
  }

  @Test
  void theEngineKnowsTheValuesOnly() {
    onlyKnows("dev.awa.engine", "dev.awa", "dev.awa.schedule");
  }

  @Test
  void theCodecsKnowTheValuesOnly() {
    onlyKnows("dev.awa.json", "dev.awa");
  }

  /** The mapper can't be loaded where an application's annotations of Jackson are older. */
  @Test
  void onlyTheCodecsKnowAMapper() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.awa.json")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("tools.jackson.databind..", "com.fasterxml.jackson..")
        .check(MAIN);
  }

  /** The log is made of events, and of what code of the application has thrown. */
  @Test
  void whoHasSomethingToSayAnnouncesIt() {
    noClasses()
        .that()
        .haveNameNotMatching(LOGS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.slf4j..")
        .check(MAIN);
  }

  @Test
  void theClientDoesNotKnowTheWorker() {
    onlyKnows(
        "dev.awa.client",
        "dev.awa",
        "dev.awa.cron",
        "dev.awa.engine",
        "dev.awa.event",
        "dev.awa.json",
        "dev.awa.schedule");
  }

  @Test
  void eventsKnowTheValuesOnly() {
    onlyKnows("dev.awa.event", "dev.awa");
  }

  @Test
  void timesOfSchedulesKnowTheValuesOnly() {
    onlyKnows("dev.awa.cron", "dev.awa");
  }

  @Test
  void schedulesKnowTheValuesAndTheirTimes() {
    onlyKnows("dev.awa.schedule", "dev.awa", "dev.awa.cron");
  }

  @Test
  void whatIsTriedAgainKnowsEventsOnly() {
    onlyKnows("dev.awa.pace", "dev.awa.event");
  }

  @Test
  void maintenanceKnowsNeitherTheWorkerNorTheClient() {
    onlyKnows(
        "dev.awa.maintenance",
        "dev.awa",
        "dev.awa.cron",
        "dev.awa.event",
        "dev.awa.engine",
        "dev.awa.pace",
        "dev.awa.schedule");
  }

  @Test
  void theWorkerDoesNotKnowTheClient() {
    onlyKnows(
        "dev.awa.worker",
        "dev.awa",
        "dev.awa.event",
        "dev.awa.engine",
        "dev.awa.json",
        "dev.awa.maintenance",
        "dev.awa.pace");
  }

  /** Of our own packages. */
  private static void onlyKnows(String one, String... others) {
    noClasses()
        .that()
        .resideInAPackage(one)
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.awa..")
                .and(not(resideInAPackage(one)))
                .and(not(resideInAnyPackage(others))))
        .check(MAIN);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("dev.(**)").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void theCommandKnowsThePublicPackagesOnly() {
    assertThat(sources("cli/src/main/java", Pattern.compile("\\bdev\\.awa\\.engine\\b")))
        .as("dev.awa.cli does what the Java API can, and no more")
        .isEmpty();
  }

  @Test
  void whatOperatorsSeeKnowsThePublicPackagesOnly() {
    assertThat(sources("admin/src/main/java", Pattern.compile("\\bdev\\.awa\\.(engine|cli)\\b")))
        .as("dev.awa.admin does what the Java API can, and knows no command")
        .isEmpty();
  }

  @Test
  void theStarterKnowsThePublicPackagesOnly() {
    assertThat(sources("spring/src/main/java", Pattern.compile("\\bdev\\.awa\\.engine\\b")))
        .as("dev.awa.spring does what the Java API can, and no more")
        .isEmpty();
  }

  @Test
  void theMetricsKnowThePublicPackagesOnly() {
    assertThat(sources("metrics/src/main/java", Pattern.compile("\\bdev\\.awa\\.engine\\b")))
        .as("dev.awa.metrics does what the Java API can, and no more")
        .isEmpty();
  }

  /** What a registry does wrong is the application's, so it is said, once, at one place. */
  @Test
  void theMetricsLogAtOnePlace() {
    assertThat(sources("metrics/src/main/java", Pattern.compile("import org\\.slf4j\\.Logger;")))
        .singleElement()
        .asString()
        .contains("Grievance.java");
  }

  @Test
  void theTestKitKnowsThePublicPackagesOnly() {
    assertThat(sources("test-kit/src/main/java", Pattern.compile("\\bdev\\.awa\\.engine\\b")))
        .as("dev.awa.test does what the Java API can; Sandbox alone goes beyond it")
        .isEmpty();
    assertThat(sources("test-kit/src/main/java", Pattern.compile("\\bjava\\.sql\\.Statement\\b")))
        .as("makes databases, empties queues")
        .allMatch(line -> line.contains("EmbeddedDatabase.java") || line.contains("Sandbox.java"));
  }

  @Test
  void theLabKnowsNothingOfAwa() {
    assertThat(sources("lab/src/main/java", Pattern.compile("\\bdev\\.awa\\.(?!lab\\b)")))
        .as("core's own tests stand on the lab")
        .isEmpty();
  }

  @Test
  void onlyTheEngineSpeaksSql() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.awa.engine")
        .and()
        .haveNameNotMatching(NAMES_NO_TABLE)
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Statement.class)
        .check(MAIN);
  }

  // --- names ---

  @Test
  void classesAreNamedForWhatTheyAre() {
    classes().should(haveTellingNames()).check(MAIN);
  }

  private static ArchCondition<JavaClass> haveTellingNames() {
    return new ArchCondition<>("be called nothing like " + EMPTY_WORDS) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        List<String> empty = emptyWords(type.getSimpleName());
        if (!empty.isEmpty()) {
          String message = type.getName() + ": " + empty + " says nothing about what it is";
          events.add(SimpleConditionEvent.violated(type, message));
        }
      }
    };
  }

  private static List<String> emptyWords(String name) {
    return WORD.matcher(name)
        .results()
        .map(word -> word.group())
        .filter(EMPTY_WORDS::contains)
        .toList();
  }

  @Test
  void wordsOfANameAreToldApart() {
    assertThat(emptyWords("Database")).isEmpty();
    assertThat(emptyWords("JobDataHelper")).containsExactly("Data", "Helper");
    assertThat(emptyWords("SQLUtil")).containsExactly("Util");
  }

  // --- code ---

  @Test
  void theCorePrintsNothing() {
    GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(MAIN);
  }

  @Test
  void theCoreLooksUpNoSystemPropertiesAndNoEnvironment() {
    noClasses()
        .should()
        .callMethod(System.class, "getProperty", String.class)
        .orShould()
        .callMethod(System.class, "getProperty", String.class, String.class)
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(Boolean.class, "getBoolean", String.class)
        .orShould()
        .callMethod(Integer.class, "getInteger", String.class)
        .orShould()
        .callMethod(Long.class, "getLong", String.class)
        .check(MAIN);
  }

  /**
   * A clock that goes wrong on one machine must not matter: the database's decides. Samples has a
   * date because jobs may hold one.
   */
  @Test
  void onlyTheLimitOfADelayIsCheckedByTheClockOfTheProcess() {
    noClasses()
        .that()
        .doNotHaveSimpleName("JobCheck")
        .and()
        .doNotHaveSimpleName("Samples")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(OffsetDateTime.class, "now")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Clock.class, Date.class)
        .check(MAIN);
  }

  /**
   * In the locale of a JVM in Egypt {@code %d} has other digits than PostgreSQL and every program
   * that reads what we write: a number or a text is formatted for {@code Locale.ROOT}.
   */
  @Test
  void nothingIsFormattedForTheLocaleOfTheProcess() {
    Pattern forTheProcess =
        Pattern.compile(
            "\\.formatted\\(|(?:String\\.format|\\.printf)\\(\\s*(?!Locale\\.ROOT|\\s)"
                + "|\\.to(?:Lower|Upper)Case\\(\\)"
                + "|DateTimeFormatter\\.ofPattern\\([^()]*\"\\)"
                + "|new (?:Formatter|DecimalFormat|SimpleDateFormat|MessageFormat)\\("
                + "|(?:NumberFormat|DateTimeFormatter)\\.(?:get\\w*Instance|ofLocalized\\w+)\\(");
    for (String module : List.of("core", "admin", "cli", "metrics", "spring", "test-kit")) {
      for (Path file : sources(module + "/src/main/java")) {
        assertThat(forTheProcess.matcher(text(file)).results().map(found -> found.group()))
            .as("%s: name Locale.ROOT", file)
            .isEmpty();
      }
    }
    assertThat(forTheProcess.matcher("String.format(\n  \"%d\", 1)").find()).isTrue();
    assertThat(forTheProcess.matcher("out.printf(\n  Locale.ROOT, \"%d\", 1)").find()).isFalse();
  }

  @Test
  void nothingStaticChanges() {
    fields().that().areStatic().should().beFinal().check(MAIN);
  }

  @Test
  void testsWaitForEventsAndNeverSleep() {
    List<String> found = new ArrayList<>();
    for (String module :
        List.of("core", "admin", "cli", "metrics", "bench", "spring", "test-kit")) {
      found.addAll(sources(module + "/src/test/java", SLEEP));
    }
    found.removeIf(line -> line.contains("HouseRulesTest.java"));
    assertThat(found).as("wait with dev.awa.lab.Eventually instead").isEmpty();
  }

  /** The lines of the sources below a folder in which something is found. */
  private static List<String> sources(String folder, Pattern pattern) {
    return sources(folder).stream().flatMap(file -> lines(file, pattern)).toList();
  }

  private static List<Path> sources(String folder) {
    try (Stream<Path> files = Files.walk(REPOSITORY.resolve(folder))) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
      assertThat(sources).as("sources below " + folder).isNotEmpty();
      return sources;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> lines(Path file, Pattern pattern) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> pattern.matcher(line).find())
          .map(line -> file + ": " + line.strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
