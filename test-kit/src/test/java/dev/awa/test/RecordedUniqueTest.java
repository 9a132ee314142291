package dev.awa.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.DuplicateJobException;
import dev.awa.Enqueued.Verdict;
import dev.awa.Enqueuer;
import dev.awa.Job;
import dev.awa.JobState;
import dev.awa.RawJson;
import dev.awa.Unique;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Recorded jobs are duplicates, or replaced, exactly when those in a database are. */
@AwaTest
final class RecordedUniqueTest {
  private static final Duration LATER = Duration.ofHours(1);

  private static Job<RawJson> job(String args, Unique unique) {
    return Job.of("k", new RawJson(args)).withUnique(unique);
  }

  /** Each job of each call, with the place of the job that it is, or became. */
  private static List<String> answers(Enqueuer to, List<List<Job<?>>> calls) {
    List<Long> ids = new ArrayList<>();
    List<String> answers = new ArrayList<>();
    for (List<Job<?>> call : calls) {
      for (var answer : to.enqueueAll(call)) {
        if (!ids.contains(answer.id())) {
          ids.add(answer.id());
        }
        answers.add(answer.verdict().word() + " " + ids.indexOf(answer.id()));
      }
    }
    return answers;
  }

  private static void assertSame(AwaKit kit, List<List<Job<?>>> calls, String... expected) {
    List<String> answers = answers(new RecordedJobs(), calls);
    assertThat(answers).as("recorded").containsExactly(expected);
    assertThat(answers(kit.awa(), calls)).as("in the database").isEqualTo(answers);
  }

  @Test
  void whatIsADuplicateInTheDatabaseIsOneHere(AwaKit kit) {
    Unique args = Unique.byArguments();
    assertSame(
        kit,
        List.of(
            List.of(job("{\"a\":1,\"b\":[2.50,null]}", args)),
            List.of(job("{ \"b\":[2.5,null], \"a\":1.0 }", args), job("{\"a\":2}", args)),
            List.of(job("{\"a\":1,\"b\":3}", Unique.byFields("a"))),
            List.of(job("{\"a\":1,\"b\":4}", Unique.byFields("a")).withQueue("q")),
            List.of(job("{\"a\":1}", Unique.byFields("a").withinQueue()).withQueue("q")),
            List.of(job("{\"a\":1}", Unique.byText("x")), job("{\"a\":2}", Unique.byText("x"))),
            List.of(job("1", Unique.byKind()), job("2", Unique.byKind())),
            List.of(job("1", Unique.byKind().oncePer(Duration.ofDays(3650)))),
            List.of(Job.of("k", new RawJson("1")))),
        "enqueued 0",
        "duplicate 0",
        "enqueued 1",
        "enqueued 2",
        "duplicate 2",
        "enqueued 3",
        "enqueued 4",
        "duplicate 4",
        "enqueued 5",
        "duplicate 5",
        "enqueued 6",
        "enqueued 7");
  }

  @Test
  void whatReplacesInTheDatabaseReplacesHere(AwaKit kit) {
    Unique rule = Unique.byText("r");
    Unique replace = rule.orReplace();
    Unique held = Unique.byText("h").heldAfter(JobState.COMPLETED);
    Instant past = Instant.now().minus(LATER);
    assertSame(
        kit,
        List.of(
            List.of(job("1", replace).withDelay(LATER)),
            List.of(job("2", replace).withDelay(LATER), job("3", replace).withDelay(LATER)),
            List.of(job("4", rule)),
            List.of(job("5", replace).withRunAt(past)),
            List.of(job("6", replace).withDelay(LATER)),
            List.of(job("7", held).withRunAt(past)),
            List.of(job("8", held.orReplace()).withDelay(LATER)),
            List.of(job("9", held.withinQueue()).withDelay(LATER)),
            List.of(job("10", held.withinQueue().orReplace()).withDelay(LATER))),
        "enqueued 0",
        "replaced 0",
        "replaced 0",
        "duplicate 0",
        "replaced 0",
        "replaced 0",
        "enqueued 1",
        "duplicate 1",
        "enqueued 2",
        "replaced 2");
  }

  @Test
  void aReplacedJobKeepsItsPlaceAndIsTheNewestOne() {
    RecordedJobs recorded = new RecordedJobs();
    Unique replace = Unique.byText("r").orReplace().withLongestWait(LATER);
    recorded.enqueue(job("1", replace).withDelay(LATER));
    recorded.enqueue(Job.of("other", new RawJson("2")));
    assertThat(recorded.enqueue(job("3", replace).withDelay(LATER)).verdict())
        .isEqualTo(Verdict.REPLACED);
    assertThat(recorded.args(RawJson.class)).extracting(RawJson::text).containsExactly("3", "2");
    recorded.clear();
    assertThat(recorded.enqueue(job("4", replace).withDelay(LATER)).verdict())
        .isEqualTo(Verdict.ENQUEUED);
  }

  @Test
  void aDuplicateThatMustFailTakesTheWholeCallBack() {
    RecordedJobs recorded = new RecordedJobs();
    Job<RawJson> once = job("1", Unique.byKind().orFail());
    assertThatThrownBy(() -> recorded.enqueueAll(List.of(once, once)))
        .isInstanceOf(DuplicateJobException.class)
        .hasMessageContaining("jobs[1] is a duplicate of an earlier job of the same call");
    assertThat(recorded.jobs()).isEmpty();
    long id = recorded.enqueue(once).id();
    assertThatThrownBy(() -> recorded.enqueue(once))
        .isInstanceOfSatisfying(
            DuplicateJobException.class, e -> assertThat(e.existingId()).isEqualTo(id));
  }
}
