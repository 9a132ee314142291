package dev.awa.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.TraceContext;
import dev.awa.cli.job.TraceOption;
import dev.awa.cli.terminal.UsageFailure;
import dev.awa.lab.Eventually;
import dev.awa.support.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** The command takes the trace that it is part of, and hands it to the commands of jobs. */
class TraceTest {
  private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static String url = "";

  @TempDir Path folder = Path.of("");

  @BeforeAll
  static void migrate() throws Exception {
    try (Connection connection = TestServer.newDatabase().getConnection()) {
      url = connection.getMetaData().getURL() + "?user=" + connection.getMetaData().getUserName();
    }
    assertThat(awa("migrate").status()).isZero();
  }

  private static Cli awa(String... arguments) {
    return Cli.run(
        Stream.concat(Stream.of(arguments), Stream.of("--database-url", url))
            .toArray(String[]::new));
  }

  private static TraceOption option(String... arguments) {
    TraceOption option = new TraceOption();
    new CommandLine(CommandLine.Model.CommandSpec.forAnnotatedObject(option)).parseArgs(arguments);
    return option;
  }

  @Test
  void anOptionGoesBeforeTheEnvironmentAndMustBeGood() {
    Map<String, String> environment = Map.of("TRACEPARENT", PARENT, "TRACESTATE", "a=b");
    assertThat(option().context(environment)).contains(TraceContext.of(PARENT, "a=b"));
    assertThat(option().context(Map.of("TRACEPARENT", "broken"))).isEmpty();
    assertThat(option().context(Map.of())).isEmpty();
    String other = PARENT.replace("4bf9", "aaaa");
    assertThat(option("--traceparent", other).context(environment))
        .contains(TraceContext.of(other));
    assertThatThrownBy(() -> option("--traceparent", "broken").context(environment))
        .isInstanceOf(UsageFailure.class)
        .hasMessageStartingWith(
            "--traceparent: must be a traceparent of W3C Trace Context, as 00-");
    assertThatThrownBy(
            () -> option("--traceparent", PARENT, "--tracestate", "x").context(environment))
        .hasMessageStartingWith("--tracestate: must be a tracestate of W3C Trace Context");
    assertThatThrownBy(() -> option("--tracestate", "a=b").context(environment))
        .hasMessage("--tracestate: needs --traceparent, too");
  }

  @Test
  void theTraceOfTheEnqueueIsShownAndReachesTheCommandOfTheJob() throws Exception {
    Path jobs = Files.writeString(folder.resolve("jobs"), "1\n");
    assertThat(
            awa(
                    "enqueue",
                    "--kind=k",
                    "--queue=option",
                    "--file=" + jobs,
                    "--traceparent=" + PARENT,
                    "--tracestate=a=b")
                .status())
        .isZero();
    enqueueUnder(Map.of("TRACEPARENT", PARENT, "TRACESTATE", "broken"), "environment", jobs);
    enqueueUnder(Map.of("TRACEPARENT", "broken"), "broken", jobs);
    String id = job("option").get("id").asString();
    assertThat(awa("job", "show", id).out()).contains("traceparent   " + PARENT);
    JsonNode shown = awa("job", "show", id, "--json").json();
    assertThat(shown.get("traceparent").asString()).isEqualTo(PARENT);
    assertThat(shown.get("tracestate").asString()).isEqualTo("a=b");
    assertThat(job("environment").get("traceparent").asString()).isEqualTo(PARENT);
    assertThat(job("environment").get("tracestate")).isNull();
    assertThat(job("broken").get("traceparent")).isNull();
    assertThat(seenByCommandsOf("option", "environment", "broken"))
        .containsExactlyInAnyOrder(
            "option " + PARENT + " a=b", "environment " + PARENT + " ", "broken  ");
  }

  private static JsonNode job(String queue) {
    return awa("job", "list", "--queue", queue, "--json").json().get("jobs").get(0);
  }

  private static ProcessBuilder process(Map<String, String> environment, String... arguments) {
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(
                    Stream.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-XX:TieredStopAtLevel=1",
                        Main.class.getName()),
                    Stream.of(arguments))
                .toList());
    builder.environment().putAll(environment);
    builder.environment().put("DATABASE_URL", url);
    return builder;
  }

  private void enqueueUnder(Map<String, String> environment, String queue, Path jobs)
      throws Exception {
    Process process =
        process(environment, "enqueue", "--kind=k", "--queue=" + queue, "--file=" + jobs)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("enqueued").toFile())
            .start();
    assertThat(process.waitFor()).isZero();
  }

  /** The worker itself is part of another trace, which is of no job. */
  private List<String> seenByCommandsOf(String... queues) throws Exception {
    Path seen = Files.createFile(folder.resolve("seen"));
    String command = "echo \"$AWA_QUEUE $TRACEPARENT $TRACESTATE\" >> '" + seen + "'";
    String[] arguments =
        Stream.concat(
                Stream.of("work", "--exec", command), Stream.of(queues).map(q -> "--queue=" + q))
            .toArray(String[]::new);
    Process process =
        process(Map.of("TRACEPARENT", PARENT.replace("4bf9", "ffff")), arguments)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    try {
      Eventually.holds("all have run", () -> Files.readAllLines(seen).size() == queues.length);
      return Files.readAllLines(seen);
    } finally {
      process.destroy();
      process.waitFor();
    }
  }
}
