package dev.awa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The text of a filter means what the methods mean, and is refused where it means nothing. */
final class FilterTextTest {
  private static final JobFilter NONE = JobFilter.newest(10);

  private static JobFilter parse(String text) {
    return JobFilter.parse(text, 10);
  }

  @Test
  void aTextMeansWhatTheMethodsMean() {
    assertThat(parse("  ")).isEqualTo(NONE);
    assertThat(parse("").isEmpty()).isTrue();
    assertThat(parse("queue:mail kind:send_receipt state:failed after:-2h args.customer.id:7"))
        .isEqualTo(
            NONE.withQueue("mail")
                .withKind("send_receipt")
                .withState(JobState.FAILED)
                .withCreatedAfter(Moment.ago(Duration.ofHours(2)))
                .withArg(new ArgCondition(List.of("customer", "id"), "7")));
    assertThat(parse("tag:a\ttag:b tag:a").tags()).containsExactly("a", "b");
    assertThat(parse("error:\"timed \\\"out\\\" \\\\ :\"").error()).isEqualTo("timed \"out\" \\ :");
    assertThat(parse("queue:a:b.c").queue()).isEqualTo("a:b.c");
    assertThat(parse("args.\"a.b:c\".d:\"\"").args())
        .containsExactly(new ArgCondition(List.of("a.b:c", "d"), ""));
    assertThat(parse("state:dead_letter")).isEqualTo(NONE.withDeadLettersOnly());
    assertThat(parse("id:42,43").ids()).containsExactly(42L, 43L);
    assertThat(parse("priority:1 ordering-key:\"a b\""))
        .isEqualTo(NONE.withPriority(1).withOrderingKey("a b"));
    assertThatThrownBy(() -> parse("priority:5")).hasMessageContaining("priority must be 1 to 4");
    assertThatThrownBy(() -> parse("priority:high")).hasMessageContaining("must be 1 to 4");
    assertThat(parse("unique:9f86").uniqueKey()).isEqualTo("9f86");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-27, 2026-11-27T00:00:00Z",
    "2026-11-27T18:00, 2026-11-27T18:00:00Z",
    "2026-11-27T18:00:30.5Z, 2026-11-27T18:00:30.5Z",
    "2026-11-27T18:00+02:00, 2026-11-27T16:00:00Z",
  })
  void aTimeIsOneOfUtcUnlessItSaysOtherwise(String text, String time) {
    assertThat(parse("before:" + text).createdBefore()).isEqualTo(Moment.at(Instant.parse(time)));
  }

  @Test
  void whatIsWrittenIsReadBack() {
    JobFilter all =
        NONE.withQueue("a b")
            .withKind("k:\"x\"")
            .withDeadLettersOnly()
            .withPriority(3)
            .withOrderingKey("a:\"b\" c")
            .withTag("t\\")
            .withTag("\n")
            .withReason("it \"died\"")
            .withError("é 7")
            .withArg(new ArgCondition(List.of("a.b", "", "0"), ""))
            .withArg(new ArgCondition(List.of("x"), "y z"))
            .withCreatedAfter(Moment.ago(Duration.ofMillis(1500)))
            .withCreatedBefore(Moment.at(Instant.parse("2026-11-27T18:00:30.123456Z")))
            .withFinishedAfter(Moment.ago(Duration.ofDays(3)))
            .withFinishedBefore(Moment.ago(Duration.ZERO))
            .withIds(List.of(1L, 2L))
            .withUniqueKey("00ff");
    assertThat(parse(all.toString())).isEqualTo(all);
    for (JobState state : JobState.values()) {
      assertThat(parse(NONE.withState(state).toString()).state()).isEqualTo(state);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "timeout, timeout, 0",
    "queue:mail 42, 42, 11",
    "queue:, queue:, 0",
    "colour:red, colour:red, 0",
    "queue.x:red, queue.x:red, 0",
    "queue:a queue:b, queue:b, 8",
    "state:lost, state:lost, 0",
    "after:yesterday, after:yesterday, 0",
    "after:2026-13-01, after:2026-13-01, 0",
    "after:-2w, after:-2w, 0",
    "args:7, args:7, 0",
    "id:7x, id:7x, 0",
    "'id:7,', 'id:7,', 0",
    "unique:xyz, unique:xyz, 0",
    "'tag:a error:\"open', 'error:\"open', 6",
  })
  void whatMeansNothingIsRefusedWithItsPlace(String text, String term, int position) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOfSatisfying(
            InvalidFilterException.class,
            e -> {
              assertThat(e.term()).isEqualTo(term);
              assertThat(e.position()).isEqualTo(position);
              assertThat(e).hasMessageStartingWith("filter: ").hasMessageContaining(term);
            });
  }

  @Test
  void whatNoIndexAnswersIsSaidBefore() {
    assertThat(parse("queue:mail kind:k state:failed id:7 after:-2h").cost()).isEmpty();
    assertThat(parse("tag:red").cost())
        .hasValueSatisfying(words ->
            assertThat(words).contains("tag").contains("10,000").contains("a state or a queue"));
    assertThat(parse("error:x args.a:1 state:failed").cost())
        .hasValueSatisfying(
            words -> assertThat(words).contains("error, args").doesNotContain("fewer"));
    assertThat(parse("finished-after:-1h state:failed").cost()).isPresent();
    assertThat(parse("finished-after:-1h state:failed").withByEnd(true).cost()).isEmpty();
  }

  @Test
  void aCursorIsReadBack() {
    for (JobCursor cursor :
        List.of(JobCursor.of(42), JobCursor.of(Instant.parse("2026-11-27T18:00:30.123456Z"), 7))) {
      assertThat(JobCursor.parse(cursor.toString())).isEqualTo(cursor);
    }
    for (String wrong : List.of("", "x", "-5", "/7", "2026-11-27/7", "2026-11-27T18:00:00Z/")) {
      assertThatThrownBy(() -> JobCursor.parse(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("cursor: ");
    }
  }
}
