package dev.awa.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What the starter adds to a small application, in processes of their own that are started by
 * turns: the time to start, the heap that is in use, the threads. Not among the tests of the build:
 * {@code -Dtest=StartFigures}.
 */
final class StartFigures {
  private static final int STARTS = 9;

  /** An application with a pool and nothing else. */
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Plain {
    /** Starts, says how it is, and ends. */
    public static void main(String[] arguments) throws InterruptedException, SQLException {
      measure(Plain.class, arguments);
    }
  }

  /** The same with a handler. */
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class WithAwa {
    record Small(int n) {}

    /** Has nothing to do. */
    static final class Idler {
      @AwaHandler
      void handle(Small small) {}
    }

    @Bean
    Idler idler() {
      return new Idler();
    }

    /** Starts, says how it is, and ends. */
    public static void main(String[] arguments) throws InterruptedException, SQLException {
      measure(WithAwa.class, arguments);
    }
  }

  private static void measure(Class<?> application, String... arguments)
      throws InterruptedException, SQLException {
    try (ConfigurableApplicationContext context = SpringApplication.run(application, arguments)) {
      context.getBean(DataSource.class).getConnection().close(); // both have their pool by then
      long started = ManagementFactory.getRuntimeMXBean().getUptime();
      new CountDownLatch(1).await(3, TimeUnit.SECONDS); // what starts beside it is there
      for (int i = 0; i < 3; i++) {
        System.gc();
      }
      System.out.printf(
          Locale.ROOT,
          "figures %d %d %d%n",
          started,
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024,
          ManagementFactory.getThreadMXBean().getThreadCount());
    }
  }

  /** One start: ms, KiB, threads. */
  private static long[] start(Class<?> main, String classPath, PGSimpleDataSource database)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classPath, main.getName()));
    for (String property : Applications.connecting("spring.datasource", database)) {
      command.add("--" + property);
    }
    for (String property : Applications.WITHOUT_JPA) {
      command.add("--" + property);
    }
    command.add("--spring.flyway.enabled=false");
    command.add("--spring.liquibase.enabled=false");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    String[] figures =
        output
            .lines()
            .filter(line -> line.startsWith("figures "))
            .findFirst()
            .orElseThrow(() -> new AssertionError(output))
            .split(" ");
    return Arrays.stream(figures).skip(1).mapToLong(Long::parseLong).toArray();
  }

  private static long median(List<long[]> starts, int figure) {
    return starts.stream().mapToLong(one -> one[figure]).sorted().toArray()[starts.size() / 2];
  }

  @Test
  void whatTheStarterAdds() throws IOException {
    String all = System.getProperty("java.class.path");
    String module = Path.of("target/classes").toAbsolutePath().toString();
    String without =
        Arrays.stream(all.split(File.pathSeparator))
            .filter(entry -> !entry.equals(module) && !entry.matches(".*/awa(-metrics|-test)?-.*"))
            .collect(Collectors.joining(File.pathSeparator));
    PGSimpleDataSource database = Applications.newDatabase();
    start(WithAwa.class, all, database); // migrates
    List<long[]> plain = new ArrayList<>();
    List<long[]> withAwa = new ArrayList<>();
    for (int i = 0; i < STARTS; i++) {
      plain.add(start(Plain.class, without, database));
      withAwa.add(start(WithAwa.class, all, database));
    }
    System.out.printf(
        Locale.ROOT,
        "Spring Boot %s, medians of %d starts, load %.1f%n",
        SpringBootVersion.getVersion(),
        STARTS,
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    String[] names = {"start, ms", "heap, KiB", "threads"};
    for (int i = 0; i < names.length; i++) {
      System.out.printf(
          Locale.ROOT,
          "%-10s without %d, with %d%n",
          names[i],
          median(plain, i),
          median(withAwa, i));
    }
    assertThat(median(withAwa, 0)).isLessThan(60_000);
  }
}
