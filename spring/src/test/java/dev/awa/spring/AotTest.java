package dev.awa.spring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Handler;
import dev.awa.Job;
import dev.awa.Outcome;
import dev.awa.client.Awa;
import dev.awa.lab.Eventually;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.aot.hint.ExecutableHint;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeHint;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;

/** The starter passes Spring's ahead-of-time processing. */
final class AotTest {
  record Address(String street) {}

  record Parcel(int n, List<Address> to) {}

  record Import(int rows) {}

  /** A handler. */
  static class Parcels {
    @AwaHandler(queue = "parcels")
    void send(Parcel parcel) {}
  }

  /** An application. */
  @Configuration(proxyBeanMethods = false)
  @ImportAutoConfiguration({AwaAutoConfiguration.class, AwaActuatorAutoConfiguration.class})
  public static class Application {
    @Bean
    PGSimpleDataSource dataSource() {
      return Applications.newDatabase();
    }

    @Bean
    Parcels parcels() {
      return new Parcels();
    }

    @Bean
    Handler<Import> importer() {
      return (rows, context) -> Outcome.complete();
    }
  }

  private static ClassAndHints processed() {
    AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    context.register(Application.class);
    TestGenerationContext generation = new TestGenerationContext();
    String name =
        new ApplicationContextAotGenerator()
            .processAheadOfTime(context, generation)
            .canonicalName();
    generation.writeGeneratedContent();
    return new ClassAndHints(name, generation);
  }

  /**
   * What was generated.
   *
   * @param name the class that sets up the application
   */
  private record ClassAndHints(String name, TestGenerationContext generation) {
    RuntimeHints hints() {
      return generation.getRuntimeHints();
    }
  }

  /** The methods that may be called by reflection. */
  private static List<String> hinted(RuntimeHints hints, Class<?> type) {
    TypeHint hint = hints.reflection().getTypeHint(type);
    return hint == null ? List.of() : hint.methods().map(ExecutableHint::getName).toList();
  }

  @Test
  void methodsAndArgumentsOfHandlersHaveHints() {
    RuntimeHints hints = processed().hints();
    assertThat(hinted(hints, Parcels.class)).contains("send");
    for (Class<?> read : List.of(Parcel.class, Address.class, Import.class)) {
      TypeHint hint = requireNonNull(hints.reflection().getTypeHint(read), read.getName());
      assertThat(hint.getMemberCategories())
          .as(read.getSimpleName())
          .contains(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS);
    }
    assertThat(RuntimeHintsPredicates.resource().forResource("dev/awa/engine/installed.txt"))
        .accepts(hints);
  }

  /** In a class loader with what was generated, which calls what is package-private. */
  @Test
  @CompileWithForkedClassLoader
  void anApplicationThatWasProcessedRuns() {
    ClassAndHints processed = processed();
    TestCompiler.forSystem()
        .with(processed.generation())
        .compile(compiled -> {
          GenericApplicationContext context = new GenericApplicationContext();
          context.setClassLoader(compiled.getClassLoader());
          @SuppressWarnings("unchecked") // what Spring generates is one
          ApplicationContextInitializer<GenericApplicationContext> initializer =
              compiled.getInstance(ApplicationContextInitializer.class, processed.name());
          initializer.initialize(context);
          context.refresh();
          try (context) {
            Awa awa = context.getBean(Awa.class);
            awa.enqueue(
                Job.of(new Parcel(1, List.of(new Address("Main St")))).withQueue("parcels"));
            Eventually.holds(
                () -> "it ran: " + awa.queues().stats("parcels"),
                () -> awa.queues().stats("parcels").completed() == 1);
            assertThat(context.getBean(DataSource.class)).isNotNull();
          }
        });
  }
}
