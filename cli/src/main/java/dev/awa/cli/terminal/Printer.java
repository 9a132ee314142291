package dev.awa.cli.terminal;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.awa.Limits;
import dev.awa.StorageSettings;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes what a command found out: a table for people, or one JSON document. */
public final class Printer {
  /** Reads and writes whatever a job may hold, with all its digits, some levels deeper. */
  public static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(2 * Limits.JSON_DEPTH)
                          .maxNumberLength(Limits.ARGS_BYTES)
                          .build())
                  .streamWriteConstraints(
                      StreamWriteConstraints.builder()
                          .maxNestingDepth(2 * Limits.JSON_DEPTH)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .addMixIn(StorageSettings.class, Settings.class)
          .build();

  /** What is written of settings, which are no record. */
  private interface Settings {
    @JsonProperty
    Duration rotateAfter();

    @JsonProperty
    long rotateBytes();

    @JsonProperty
    Duration keepHistory();

    @JsonProperty
    long keepBytes();

    @JsonProperty
    Duration keepFailed();

    @JsonProperty
    Duration keepDeadLetters();
  }

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  @Option(
      names = "--json",
      description =
          "Print one JSON document and nothing else; an error too, on standard error, as"
              + " {\"error\": \"...\"}.")
  public boolean json;

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec = CommandSpec.create();

  /** Prints a value as JSON, or lets {@code text} write it for people. */
  public int print(Object value, Consumer<PrintWriter> text) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JSON.writeValueAsString(value));
    } else {
      text.accept(out);
    }
    out.flush();
    return CommandLine.ExitCode.OK;
  }

  /** Prints some rows at once, unless one JSON document is to come of them all. */
  public void rows(List<String> heading, List<List<String>> rows) {
    if (!json) {
      PrintWriter out = spec.commandLine().getOut();
      Table.print(out, heading, rows);
      out.flush();
    }
  }

  /** A time as every command tells it: ISO, UTC, to the millisecond. */
  public static String time(Instant time) {
    return TIME.format(time);
  }

  /** Text from outside, fit for a terminal: no control characters. */
  public static String plain(@Nullable Object value) {
    return String.valueOf(value).replaceAll("\\p{Cntrl}", " ");
  }
}
