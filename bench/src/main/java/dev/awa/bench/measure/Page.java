package dev.awa.bench.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report as one HTML page that needs nothing else: tables, and bars drawn in SVG. */
public final class Page {
  private static final int NAME = 190;
  private static final int MEASURE = 400;
  private static final int BARS = 400;
  private static final int NUMBER = 150;
  private static final int LINE = 22;
  private static final String STYLE =
      """
      body{font:15px/1.45 system-ui,sans-serif;max-width:1000px;margin:2em auto;padding:0 1em;\
      color:#1c2733;background:#fff}
      h1{font-size:1.6em}h2{margin-top:2.2em;border-bottom:1px solid #d5dce3}h3{margin:1.4em 0 .3em}
      table{border-collapse:collapse;font-size:.86em;margin:.6em 0}
      td,th{padding:.25em .7em;text-align:left;vertical-align:top;border-bottom:1px solid #e6ebf0}
      td.n{text-align:right;font-variant-numeric:tabular-nums}
      svg text{font:12px system-ui,sans-serif;fill:#1c2733}.bar{fill:#9fb4c7}.bar.awa{fill:#1f6feb}
      .range{stroke:#1c2733;stroke-width:1.5}.missed{color:#b42318}
      """;

  private final StringBuilder html = new StringBuilder();

  private Page() {}

  /** A table with a head, beside the numbers: the first stands before them, the others after. */
  public record Chapter(String title, List<String> head, List<List<String>> lines) {}

  /** The whole page. */
  public static String of(List<Chapter> chapters, List<Row> rows) {
    Page page = new Page();
    page.add("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    page.add("<title>Awa benchmarks</title><style>" + STYLE + "</style></head><body>");
    page.add("<h1>Awa benchmarks</h1>");
    page.add(
        "<p>Bars are medians of the rounds, lines their ranges. Ratios are formed round by"
            + " round.</p>");
    chapters.stream().limit(1).forEach(page::chapter);
    byScenario(rows).forEach(page::scenario);
    chapters.stream().skip(1).forEach(page::chapter);
    page.add("</body></html>");
    return page.html.toString();
  }

  private void chapter(Chapter chapter) {
    add("<h2>" + escaped(chapter.title()) + "</h2><table><tr>");
    chapter.head().forEach(cell -> add("<th>" + escaped(cell) + "</th>"));
    add("</tr>");
    for (List<String> line : chapter.lines()) {
      add("<tr>");
      line.forEach(cell -> add("<td>" + escaped(cell) + "</td>"));
      add("</tr>");
    }
    add("</table>");
  }

  private static Map<String, List<Row>> byScenario(List<Row> rows) {
    Map<String, List<Row>> scenarios = new LinkedHashMap<>();
    rows.forEach(row -> scenarios.computeIfAbsent(row.scenario(), s -> new ArrayList<>()).add(row));
    return scenarios;
  }

  private void scenario(String name, List<Row> rows) {
    add("<h2 id=\"" + escaped(name) + "\">" + escaped(name) + "</h2>");
    Map<String, List<Row>> compared = new LinkedHashMap<>();
    List<Row> alone = new ArrayList<>();
    for (Row row : rows) {
      if (row.peer() == null) {
        alone.add(row);
      } else {
        compared.computeIfAbsent(row.measure(), m -> new ArrayList<>()).add(row);
      }
    }
    compared.forEach((measure, of) -> bars(measure, of, NAME));
    if (!alone.isEmpty()) {
      byUnit(alone).forEach((unit, of) -> bars("", of, MEASURE));
      table(alone);
    }
  }

  /** What can share a scale. */
  private static Map<String, List<Row>> byUnit(List<Row> rows) {
    Map<String, List<Row>> units = new LinkedHashMap<>();
    rows.forEach(row -> units.computeIfAbsent(row.unit(), u -> new ArrayList<>()).add(row));
    return units;
  }

  private void table(List<Row> rows) {
    add(
        "<table><tr><th>measure</th><th>median</th><th>range</th><th>unit</th><th>target</th></tr>");
    for (Row row : rows) {
      String verdict = row.verdict();
      String target = row.target() == null ? "" : row.target() + " " + verdict;
      add("<tr><td>" + escaped(row.measure()) + "</td><td class=\"n\">");
      add(Numbers.text(row.rounds().median()) + "</td><td class=\"n\">" + range(row.rounds()));
      add("</td><td>" + escaped(row.unit()) + "</td><td class=\"" + verdict + "\">");
      add(escaped(target) + "</td></tr>");
    }
    add("</table>");
  }

  private static String range(Sample rounds) {
    return rounds.values().length == 1
        ? ""
        : Numbers.text(rounds.least()) + " to " + Numbers.text(rounds.most());
  }

  private void bars(String measure, List<Row> rows, int label) {
    String unit = rows.getFirst().unit();
    double most = rows.stream().mapToDouble(row -> row.rounds().most()).max().orElse(0);
    String title = measure.isEmpty() || unit.isEmpty() ? measure + unit : measure + ", " + unit;
    add("<h3>" + escaped(title.isEmpty() ? "ratios" : title) + "</h3>");
    add(
        "<svg role=\"img\" width=\"%d\" height=\"%d\">"
            .formatted(label + BARS + NUMBER, rows.size() * LINE));
    for (int i = 0; i < rows.size(); i++) {
      bar(rows.get(i), label, i * LINE, most > 0 ? BARS / most : 0);
    }
    add("</svg>");
  }

  private void bar(Row row, int label, int top, double scale) {
    Sample rounds = row.rounds();
    String kind = row.peer() == null || "awa".equals(row.peer()) ? "bar awa" : "bar";
    String name = row.peer() == null ? row.measure() : row.peer();
    int middle = top + LINE / 2;
    add(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
            .formatted(label - 8, middle + 4, escaped(name)));
    add(
        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%s\" height=\"%d\"/>"
            .formatted(kind, label, top + 3, width(rounds.median() * scale), LINE - 6));
    if (rounds.values().length > 1) {
      add(
          "<line class=\"range\" x1=\"%s\" x2=\"%s\" y1=\"%d\" y2=\"%d\"/>"
              .formatted(
                  point(label + rounds.least() * scale),
                  point(label + rounds.most() * scale),
                  middle,
                  middle));
    }
    add(
        "<text x=\"%s\" y=\"%d\">%s</text>"
            .formatted(
                point(label + Math.max(0, rounds.most() * scale) + 6),
                middle + 4,
                Numbers.text(rounds.median())));
  }

  /** A difference that is below zero has no bar. */
  private static String width(double value) {
    return point(Math.max(0, value));
  }

  private static String point(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private void add(String text) {
    html.append(text).append('\n');
  }
}
