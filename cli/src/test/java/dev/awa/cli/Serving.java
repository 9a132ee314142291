package dev.awa.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.cli.command.ServeCommand;
import dev.awa.lab.Eventually;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine;

/** {@code awa serve} at work, on a free port. */
final class Serving implements AutoCloseable {
  private static final Pattern URL = Pattern.compile("serving (http://127.0.0.1:(\\d+))/api");

  private final StringWriter err = new StringWriter();
  private final ServeCommand serve;
  private final Thread serving;

  Serving(String database, String... options) {
    this(new ServeCommand(), database, options);
  }

  Serving(ServeCommand command, String database, String... options) {
    serve = command;
    CommandLine line = Main.line(serve).setErr(new PrintWriter(err));
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--port", "0", "--database-url", database));
    serving = Thread.ofPlatform().start(() -> line.execute(all.toArray(String[]::new)));
    Eventually.holds(this::said, () -> URL.matcher(said()).find());
  }

  /** How a database is named to the command. */
  static String address(PGSimpleDataSource database) {
    return "postgres://%s@localhost:%d/%s"
        .formatted(database.getUser(), database.getPortNumbers()[0], database.getDatabaseName());
  }

  /** Where it serves: {@code http://127.0.0.1:40123}. */
  String url() {
    Matcher found = URL.matcher(said());
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  /** What it has said on standard error until now. */
  String said() {
    return err.toString();
  }

  @Override
  public void close() throws InterruptedException {
    serve.interrupt();
    serving.join();
  }
}
