package dev.awa.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.client.Awa;
import dev.awa.lab.Eventually;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.reactivestreams.Publisher;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Other things that an application may have: Liquibase, R2DBC, DevTools. */
final class AroundTest {
  @Test
  void theSchemaIsLookedAtAfterLiquibase(@TempDir Path folder) throws IOException {
    Path changes = folder.resolve("changes.sql");
    String script = Awa.of(Applications.newDatabase()).migrationScript();
    Files.writeString(
        changes,
        "--liquibase formatted sql\n--changeset shop:1 splitStatements:false stripComments:false\n"
            + script);
    Applications.withJdbc()
        .withPropertyValues(
            "spring.liquibase.enabled=true",
            "spring.liquibase.change-log=" + changes.toUri(),
            "awa.migrate=check")
        .run(context -> assertThat(context).hasNotFailed());
  }

  /** Has no connections. */
  static final class Reactive implements ConnectionFactory {
    @Override
    public Publisher<? extends Connection> create() {
      throw new UnsupportedOperationException();
    }

    @Override
    public ConnectionFactoryMetadata getMetadata() {
      return () -> "none";
    }
  }

  @Test
  void anApplicationWithR2dbcAloneIsToldWhatToDo() {
    new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(AwaAutoConfiguration.class))
        .withBean(Reactive.class)
        .run(context ->
            HandlersTest.assertRefused(
                context,
                "Found was none, but an R2DBC ConnectionFactory",
                "spring.datasource.url"));
  }

  /** Loads the handler itself, as the loader of DevTools does with the application's. */
  private static final class Restart extends ClassLoader {
    Restart() {
      super(AroundTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(DevToolsLetters.class.getName())) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      String file = name.replace('.', '/') + ".class";
      try (InputStream in = getParent().getResourceAsStream(file)) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  @Test
  void aRestartOfDevToolsHasTheWorkerRunTheNewClasses() throws Exception {
    PGSimpleDataSource database = Applications.newDatabase();
    System.clearProperty(DevToolsLetters.DIARY);
    StringBuilder expected = new StringBuilder();
    for (int n = 1; n <= 2; n++) {
      Job<?> letter = Job.of("letter", Map.of("n", n));
      Class<?> handlers = new Restart().loadClass(DevToolsLetters.class.getName());
      expected.append(n).append('@').append(System.identityHashCode(handlers)).append(' ');
      Applications.withJdbc()
          .withPropertyValues(Applications.connecting("spring.datasource", database))
          .withClassLoader(handlers.getClassLoader())
          .withBean("letters", handlers)
          .run(context -> {
            Awa awa = context.getBean(Awa.class);
            awa.enqueue(letter);
            Eventually.holds(
                () -> "handled: " + System.getProperty(DevToolsLetters.DIARY),
                () -> expected.toString().equals(System.getProperty(DevToolsLetters.DIARY)));
            assertThat(awa.storage().status(0).workers()).hasSize(1);
          });
    }
    assertThat(Awa.of(database).storage().status(0).workers()).isEmpty();
  }
}
