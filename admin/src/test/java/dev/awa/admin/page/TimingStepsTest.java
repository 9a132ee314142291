package dev.awa.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.SettingChange;
import dev.awa.admin.TimingsDocument;
import dev.awa.admin.TimingsDocument.Percentiles;
import dev.awa.admin.TimingsDocument.Row;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Charts show what was measured, in its place, and nothing where nothing was. */
final class TimingStepsTest {
  private static final Now NOW = new Now(Instant.parse("2026-11-30T12:00:30Z"), ZoneOffset.UTC);

  private static Percentiles took(long millis) {
    Duration time = Duration.ofMillis(millis);
    return new Percentiles(
        60, time, time, time.multipliedBy(10), time.multipliedBy(100), time, null);
  }

  private static Row row(String at, long completed, long failed) {
    return new Row(Instant.parse(at), "", "", completed, 0, failed, 0, 0, 0, took(1), took(10));
  }

  private static TimingSteps steps(Row... rows) {
    TimingsDocument document =
        new TimingsDocument(rows.length == 0 ? null : rows[0], List.of(rows), 0, List.of());
    return TimingSteps.of(TimeRange.HOUR, document, NOW);
  }

  @Test
  void theStepThatGoesOnIsNotShown() {
    TimingSteps steps =
        steps(row("2026-11-30T11:59:00Z", 60, 0), row("2026-11-30T12:00:00Z", 9, 0));
    assertThat(steps.steps()).hasSize(60);
    assertThat(steps.steps().getFirst().from()).isEqualTo(Instant.parse("2026-11-30T11:00:00Z"));
    assertThat(steps.measured())
        .extracting(step -> step.from().toString())
        .containsExactly("2026-11-30T11:59:00Z");
  }

  private static String panel(Row row) {
    StringOutput out = new StringOutput();
    JtetimingsGenerated.render(
        new OwaspHtmlTemplateOutput(out),
        NowTest.UNCHANGED,
        new TimingsPanel("mail", TimeRange.HOUR, row, steps(row), List.of(row), 0, false, true));
    return out.toString();
  }

  @Test
  void emptyChartsOfWhatHasJustRunSayWhy() {
    assertThat(panel(row("2026-11-30T12:00:00Z", 9, 0)))
        .contains("a chart shows each minute when it is over");
    assertThat(panel(row("2026-11-30T11:59:00Z", 9, 0))).doesNotContain("when it is over");
  }

  @Test
  void aSentenceAndEachStepSayWhatIsDrawn() {
    Chart chart =
        steps(row("2026-11-30T11:00:00Z", 60, 0), row("2026-11-30T11:59:00Z", 180, 60)).ended();
    assertThat(chart.label())
        .isEqualTo(
            "Completed and failed in each minute, 11:00 to 12:00 UTC: 240 jobs completed, 180 at"
                + " most; 60 failed for good; 60 failed attempts.");
    assertThat(chart.steps().getFirst())
        .isEqualTo("11:00 to 11:01: 60 completed, 0 failed for good, 0 failed attempts");
    assertThat(chart.steps().getLast())
        .isEqualTo("11:59 to 12:00: 180 completed, 60 failed for good, 60 failed attempts");
    assertThat(chart.steps().get(1)).isEqualTo("11:01 to 11:02: nothing");
    assertThat(chart.lines()).extracting(Chart.Line::value).containsExactly("500", "250");
    assertThat(chart.curves())
        .extracting(Chart.Curve::path)
        .startsWith("M1 116V102H9V116zM591 116V74H599V116z", "M591 74V60H599V74z");
    assertThat(List.of(chart.from(), chart.middle(), chart.to()))
        .containsExactly("11:00", "11:30", "12:00");
  }

  /** 1 ms, 10 ms and 100 ms on a scale of two decades: at the foot, in the middle, at the top. */
  @Test
  void timesAreOnALogarithmicScale() {
    Chart chart = steps(row("2026-11-30T11:30:00Z", 60, 0)).waits();
    assertThat(chart.lines())
        .extracting(Chart.Line::value)
        .containsExactly("1 ms", "10 ms", "100 ms");
    assertThat(chart.lines()).extracting(Chart.Line::y).containsExactly(116, 58, 0);
    assertThat(chart.lines()).extracting(Chart.Line::textY).containsExactly(112, 71, 13);
    assertThat(chart.curves())
        .extracting(Chart.Curve::path)
        .containsExactly("M305 116h2", "M305 58h2", "M305 0h2");
    assertThat(chart.steps().get(30))
        .isEqualTo("11:30 to 11:31: p50 1.0 ms, p95 10 ms, p99 100 ms");
    assertThat(chart.steps().get(29)).endsWith(": nothing");
    assertThat(chart.label()).contains("99 of 100 took no longer than 100 ms in any step");
  }

  @Test
  void whereNothingWasMeasuredThereIsNoLine() {
    Chart nothing = steps().runs();
    assertThat(nothing.curves()).allMatch(curve -> curve.path().isEmpty());
    assertThat(nothing.label()).endsWith("nothing was measured.");
    assertThat(steps().ended().steps()).hasSize(60);
    List<@Nullable Double> broken = new ArrayList<>();
    for (double part : new double[] {0, 1, -1, 0.5, -1, 1, 1}) {
      broken.add(part < 0 ? null : Double.valueOf(part));
    }
    assertThat(Chart.line("x", broken).path()).isEqualTo("M43 116L129 0M300 58h2M471 0L557 0");
    assertThat(Chart.area("x", List.of(0.0, 1.0)).path()).isEqualTo("M150 116L150 116L450 0V116z");
  }

  /**
   * However long the range: no more points than a chart may have, and no more than the API gives.
   */
  @Test
  void everyRangeHasSixtyPointsAtMost() {
    for (TimeRange range : TimeRange.values()) {
      assertThat(range.steps()).isLessThanOrEqualTo(60);
      assertThat(TimeRange.find(range.word())).hasValue(range);
      assertThat(dev.awa.admin.Units.time(range.stepWord())).hasValue(range.step());
      assertThat(dev.awa.admin.Units.time(range.word()))
          .hasValue(range.step().multipliedBy(range.steps()));
      assertThat(Duration.parse(range.reach()))
          .isEqualTo(range.step().multipliedBy(range.steps() + 1));
      assertThat(range.bar().multipliedBy(range.bars())).isEqualTo(range.depths());
      assertThat(range.bar().toSeconds() % 60).as("leaders write down whole minutes").isZero();
    }
    assertThat(TimeRange.find("<script>")).isEmpty();
    assertThat(TimeRange.WEEK.axis(NOW.at(), NOW.zone())).isEqualTo("11-30 12:00");
  }

  private static SettingChange change(String at, @Nullable String before, @Nullable String after) {
    return new SettingChange(Instant.parse(at), "jo", "paused", before, after);
  }

  @Test
  void pausesAreMarkedAndTold() {
    List<SettingChange> newestFirst =
        List.of(
            change("2026-11-30T11:55:00Z", null, "until resumed, bad day"),
            new SettingChange(Instant.parse("2026-11-30T11:40:00Z"), "jo", "poll", null, "x"),
            change("2026-11-30T11:30:00Z", null, "until 2026-11-30T11:36:00Z, soon over"),
            change("2026-11-30T11:06:00Z", "until resumed", null),
            change("2026-11-30T08:00:00Z", "until resumed", null));
    assertThat(Pause.of(newestFirst))
        .containsExactly(
            new Pause(Instant.EPOCH, Instant.parse("2026-11-30T08:00:00Z")),
            new Pause(Instant.EPOCH, Instant.parse("2026-11-30T11:06:00Z")),
            new Pause(Instant.parse("2026-11-30T11:30:00Z"), Instant.parse("2026-11-30T11:36:00Z")),
            new Pause(Instant.parse("2026-11-30T11:55:00Z"), null));
    Chart chart = steps(row("2026-11-30T11:35:00Z", 60, 0)).marking(Pause.of(newestFirst)).ended();
    assertThat(chart.marks())
        .containsExactly(new Chart.Mark(0, 60), new Chart.Mark(300, 60), new Chart.Mark(550, 50));
    assertThat(chart.label())
        .endsWith(" The queue was paused 11:00 to 11:06, 11:30 to 11:36, 11:55 to now.");
    assertThat(chart.steps().get(35)).endsWith("0 failed attempts; paused");
    assertThat(chart.steps().get(36)).isEqualTo("11:36 to 11:37: nothing");
    assertThat(chart.steps().getLast()).isEqualTo("11:59 to 12:00: nothing; paused");
  }

  /** A pause that is paused anew goes on; one that was over by itself is another. */
  @Test
  void aPauseThatIsChangedIsOne() {
    assertThat(
            Pause.of(
                List.of(
                    change("2026-11-30T11:20:00Z", "until resumed", null),
                    change("2026-11-30T11:10:00Z", "until 2026-11-30T12:00:00Z", "until resumed"),
                    change("2026-11-30T11:00:00Z", null, "until 2026-11-30T12:00:00Z"))))
        .containsExactly(
            new Pause(
                Instant.parse("2026-11-30T11:00:00Z"), Instant.parse("2026-11-30T11:20:00Z")));
  }
}
