package dev.awa.cli.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The man page of a command, of the model that reads the command line; in the macros of man(7). The
 * library of the command line has a generator of its own, which writes AsciiDoc: another program of
 * thirty megabytes would have to make man pages of that.
 *
 * @param file {@code awa-queue-list.1}
 * @param text the page
 */
public record ManPage(String file, String text) {
  private static final String EXIT_STATUS =
      """
      .SH EXIT STATUS
      .TP
      .B 0
      Done.
      .TP
      .B 1
      Could not be done. Why is told on standard error.
      .TP
      .B 2
      Not understood: an unknown option, or a value that is wrong.
      .TP
      .B 3
      Looked, and found nothing to do, or found something wrong: only where the description says so.
      """;

  private static final String ENVIRONMENT =
      """
      .SH ENVIRONMENT
      .TP
      .B DATABASE_URL
      Where the database is, when neither \\-\\-database\\-url nor a context says it.
      .TP
      .B AWA_CONTEXT
      The context that is taken when none is named.
      .TP
      .B AWA_CONFIG
      The file of contexts; else awa/config.toml in XDG_CONFIG_HOME or in ~/.config.
      .TP
      .B PGPASSFILE
      The file of passwords, as for psql.
      """;

  /** The pages of a command and of all commands below it. */
  public static List<ManPage> all(CommandSpec spec) {
    List<ManPage> pages = new ArrayList<>();
    pages.add(of(spec));
    below(spec).values().forEach(command -> pages.addAll(all(command)));
    return pages;
  }

  private static Map<String, CommandSpec> below(CommandSpec spec) {
    Map<String, CommandSpec> commands = new TreeMap<>();
    spec.subcommands().forEach((name, line) -> commands.put(name, line.getCommandSpec()));
    return commands;
  }

  private static String name(CommandSpec spec) {
    return spec.qualifiedName("-");
  }

  private static ManPage of(CommandSpec spec) {
    StringBuilder page = new StringBuilder();
    String version = String.join(" ", spec.root().version());
    page.append(".TH \"" + name(spec) + "\" 1 \"\" \"" + version + "\" \"Awa\"\n");
    page.append(".SH NAME\n" + escaped(name(spec)) + " \\- " + escaped(firstWords(spec)) + "\n");
    page.append(".SH SYNOPSIS\n.B " + escaped(spec.qualifiedName()) + "\n");
    page.append(escaped(synopsis(spec))).append('\n');
    page.append(".SH DESCRIPTION\n");
    page.append(paragraphs(spec.usageMessage().description()));
    parts(page, "ARGUMENTS", spec.positionalParameters());
    parts(page, "OPTIONS", spec.options().stream().filter(one -> !one.hidden()).toList());
    commands(page, spec);
    page.append(EXIT_STATUS);
    page.append(ENVIRONMENT);
    page.append(".SH SEE ALSO\n").append(seeAlso(spec)).append('\n');
    return new ManPage(name(spec) + ".1", page.toString());
  }

  /** The first sentence, as a man page has it: in small letters, without its full stop. */
  private static String firstWords(CommandSpec spec) {
    String all = words(spec.usageMessage().description(), null);
    int end = all.indexOf(". ");
    String first = (end < 0 ? all : all.substring(0, end)).replaceFirst("\\.$", "");
    return first.isEmpty() ? first : Character.toLowerCase(first.charAt(0)) + first.substring(1);
  }

  private static String synopsis(CommandSpec spec) {
    String arguments =
        spec.positionalParameters().stream()
            .map(one -> one.arity().min() == 0 ? "[" + label(one) + "]" : label(one))
            .collect(Collectors.joining(" "));
    String command = spec.subcommands().isEmpty() ? "" : " COMMAND";
    return ("[OPTION]... " + arguments + command).strip();
  }

  private static String label(PositionalParamSpec parameter) {
    return parameter.paramLabel() + (parameter.arity().max() > 1 ? "..." : "");
  }

  private static void parts(StringBuilder page, String heading, List<? extends ArgSpec> parts) {
    if (!parts.isEmpty()) {
      page.append(".SH ").append(heading).append('\n');
    }
    for (ArgSpec part : parts) {
      page.append(".TP\n.B ").append(escaped(names(part))).append('\n');
      page.append(line(words(part.description(), part.defaultValue()))).append('\n');
    }
  }

  private static String names(ArgSpec part) {
    if (!(part instanceof OptionSpec option)) {
      return part.paramLabel();
    }
    String names = String.join(", ", option.names());
    return option.arity().max() == 0 ? names : names + " " + option.paramLabel();
  }

  private static void commands(StringBuilder page, CommandSpec spec) {
    if (!spec.subcommands().isEmpty()) {
      page.append(".SH COMMANDS\n");
    }
    below(spec)
        .forEach((name, command) -> {
          page.append(".TP\n.B ").append(escaped(name)).append('\n');
          page.append(line(words(command.usageMessage().description(), null))).append('\n');
        });
  }

  private static String seeAlso(CommandSpec spec) {
    List<String> others = new ArrayList<>();
    if (spec.parent() != null) {
      others.add(name(spec.parent()));
    }
    below(spec).values().forEach(command -> others.add(name(command)));
    return others.stream()
        .map(other -> ".BR " + escaped(other) + " (1)")
        .collect(Collectors.joining(",\n"));
  }

  private static String paragraphs(String[] description) {
    return Arrays.stream(description)
        .map(text -> line(words(new String[] {text}, null)) + "\n")
        .collect(Collectors.joining(".PP\n"));
  }

  private static String words(String[] lines, @Nullable String fallback) {
    String text = Arrays.stream(lines).map(String::strip).collect(Collectors.joining(" "));
    return text.replace("${DEFAULT-VALUE}", String.valueOf(fallback))
        .replace("${COMMAND-FULL-NAME}", "awa")
        .replace("%%", "%")
        .replace("%n", " ")
        .strip();
  }

  /** A line of text: one that begins with a dot or a quote would be read as a macro. */
  private static String line(String text) {
    String escaped = escaped(text);
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-");
  }
}
