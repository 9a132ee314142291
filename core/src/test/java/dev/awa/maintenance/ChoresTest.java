package dev.awa.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.awa.engine.Engine;
import dev.awa.event.ChoreDone;
import dev.awa.event.LeadLost;
import dev.awa.event.LeadTaken;
import dev.awa.event.MaintenanceEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of chores is all there is, and ARCHITECTURE.md shows it. */
final class ChoresTest {
  private static final Path ARCHITECTURE = Path.of("..", "ARCHITECTURE.md");

  private static List<Plan> plans() {
    Engine engine = Engine.of(Engine.DEFAULT_SCHEMA);
    Host host = new TestHost();
    List<Chore> all = new ArrayList<>();
    all.add(Chores.promotion(engine, host, event -> {}));
    all.addAll(Chores.inTurn(engine, host, event -> {}));
    all.add(Chores.ring(engine, host, event -> {}));
    return all.stream().map(Chore::plan).toList();
  }

  private static String row(Plan plan) {
    String share = plan.share() == 0 ? "" : ", 1/" + plan.share() + " of the time";
    String events =
        plan.announces().stream()
            .map(event -> "`" + event.getSimpleName() + "`")
            .sorted()
            .collect(Collectors.joining(", "));
    return "| %s | %d s%s | %s | %s |"
        .formatted(plan.name(), plan.every().toSeconds(), share, plan.bound(), events);
  }

  @Test
  void theDocumentShowsEachWithItsPaceItsBoundAndItsEvents() throws IOException {
    List<String> rows = plans().stream().map(ChoresTest::row).toList();
    assertThat(Files.readAllLines(ARCHITECTURE)).containsSubsequence(rows);
  }

  @Test
  void eachEventOfMaintenanceIsAnnouncedBySomeChoreOrIsOfTheLead() {
    Set<Class<?>> announced = Set.of(LeadTaken.class, LeadLost.class, ChoreDone.class);
    Stream<Class<?>> byChores = plans().stream().flatMap(plan -> plan.announces().stream());
    assertThat(Stream.concat(announced.stream(), byChores).map(Class::getName))
        .containsAll(eventsOfMaintenance());
  }

  @Test
  void noneAnnouncesWhatItDoesNotSay() {
    Set<String> said =
        plans().stream()
            .flatMap(plan -> plan.announces().stream())
            .map(Class::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> made =
        imported("dev.awa.maintenance").stream()
            .flatMap(type -> type.getConstructorCallsFromSelf().stream())
            .map(call -> call.getTargetOwner())
            .filter(type -> type.isAssignableTo(MaintenanceEvent.class))
            .map(JavaClass::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(made).isEqualTo(said);
  }

  private static Set<String> eventsOfMaintenance() {
    return imported("dev.awa.event").stream()
        .filter(type -> type.isAssignableTo(MaintenanceEvent.class) && !type.isInterface())
        .map(JavaClass::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static JavaClasses imported(String name) {
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages(name);
  }

  @Test
  void namesAreDifferent() {
    assertThat(plans().stream().map(Plan::name)).doesNotHaveDuplicates();
  }
}
