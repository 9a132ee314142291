package dev.awa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.support.TestServer;
import java.io.File;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that is a module itself works with Awa on the module path. */
final class ModulePathTest {
  /** What the core requires, by the names of the files. */
  private static final List<String> REQUIRED =
      List.of("postgresql-", "slf4j-api-", "jspecify-", "jackson-");

  private static final String SHOP =
      """
      package shop;

      import dev.awa.Job;
      import dev.awa.client.Awa;
      import dev.awa.worker.Worker;
      import java.util.concurrent.CountDownLatch;
      import java.util.concurrent.TimeUnit;
      import org.postgresql.ds.PGSimpleDataSource;

      public final class Shop {
        record SendReceipt(String email, long cents) {}

        public static void main(String[] arguments) throws Exception {
          PGSimpleDataSource dataSource = new PGSimpleDataSource();
          dataSource.setUrl(arguments[0]);
          Awa awa = Awa.of(dataSource);
          awa.migrate();
          awa.enqueue(Job.of(new SendReceipt("jo@example.org", 4200)));
          CountDownLatch sent = new CountDownLatch(1);
          try (Worker worker =
              Worker.of(dataSource)
                  .queue("default")
                  .task(
                      SendReceipt.class,
                      (receipt, context) -> {
                        System.out.println("receipt for " + receipt.email());
                        sent.countDown();
                      })
                  .start()) {
            sent.await(20, TimeUnit.SECONDS);
          }
        }
      }
      """;

  @TempDir private Path folder;

  @Test
  void aModuleThatOpensItsRecordsToJacksonEnqueuesAndWorks() throws Exception {
    compile("opens shop to tools.jackson.databind;");
    assertThat(answer()).contains("receipt for jo@example.org").doesNotContain("Exception");
  }

  /** Jackson may not read what a module does not open. */
  @Test
  void aModuleThatOpensNothingIsToldSo() throws Exception {
    compile("");
    assertThat(answer())
        .contains("InvalidJobException")
        .contains("tools.jackson.databind")
        .doesNotContain("receipt for");
  }

  @Test
  void theEngineIsNobodysToCall() throws Exception {
    assertThat(
            errors("", SHOP.replace("dev.awa.Job;", "dev.awa.Job;\nimport dev.awa.engine.Engine;")))
        .contains("package dev.awa.engine is not visible");
  }

  private void compile(String opens) throws Exception {
    assertThat(errors(opens, SHOP)).isEmpty();
  }

  private String errors(String opens, String program) throws Exception {
    Path sources = Files.createDirectories(folder.resolve("src/shop"));
    Path module = folder.resolve("src/module-info.java");
    Files.writeString(
        module,
        "module shop { requires dev.awa; requires org.postgresql.jdbc; %s }".formatted(opens));
    Path shop = Files.writeString(sources.resolve("Shop.java"), program);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter errors = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      compiler
          .getTask(
              errors,
              files,
              null,
              List.of(
                  "-d",
                  classes().toString(),
                  "--module-path",
                  modulePath(),
                  "-proc:none",
                  "-nowarn"),
              null,
              files.getJavaFileObjects(module, shop))
          .call();
    }
    return errors.toString();
  }

  private Path classes() {
    return folder.resolve("classes");
  }

  /** The core, and what its module-info requires or may meet. */
  private static String modulePath() {
    return Stream.concat(
            Stream.of(Path.of("target", "classes").toAbsolutePath().toString()),
            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> isRequired(Path.of(entry))))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean isRequired(Path jar) {
    String name = jar.getFileName().toString();
    boolean ofJackson2 =
        jar.toString().replace('\\', '/').contains("/com/fasterxml/jackson/")
            && !name.startsWith("jackson-annotations");
    return name.endsWith(".jar") && !ofJackson2 && REQUIRED.stream().anyMatch(name::startsWith);
  }

  private String answer() throws Exception {
    try (Connection connection = TestServer.newDatabase().getConnection()) {
      String url = connection.getMetaData().getURL();
      String user = connection.getMetaData().getUserName();
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--module-path",
                  modulePath() + File.pathSeparator + classes(),
                  "--module",
                  "shop/shop.Shop",
                  url + (url.contains("?") ? "&" : "?") + "user=" + user)
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return answer;
    }
  }
}
