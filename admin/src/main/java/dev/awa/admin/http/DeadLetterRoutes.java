package dev.awa.admin.http;

import dev.awa.JobChange;
import dev.awa.JobFilter;
import dev.awa.QueueReading;
import dev.awa.RetriedJobs;
import dev.awa.StoredJob;
import dev.awa.admin.JobDocument;
import dev.awa.admin.PurgedLetters;
import dev.awa.admin.StatsDocument;
import dev.awa.client.Jobs;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Routes of dead letters; one of them is shown, retried and deleted as a job too. */
final class DeadLetterRoutes {
  private static final int FILTER_CHARACTERS = 4000;

  private static final Parameter<String> FILTER =
      Parameter.body(
          "filter",
          Type.text(FILTER_CHARACTERS),
          "What the dead letters have, as for awa dead-letters list: queue:mail error:timeout.");

  private static final Parameter<Boolean> ALL =
      Parameter.body("all", Type.truth(), "Every dead letter; without a filter.").or(false);

  private static final Parameter<Integer> LIMIT =
      Parameter.body(
              "limit", Type.integer(1, JobFilter.MAX_LIMIT), "How many at most; oldest first.")
          .or(1000);

  /**
   * How many dead letters a queue has.
   *
   * @param queue its name
   * @param deadLetters how many
   */
  record Depth(String queue, long deadLetters) {
    static Depth of(QueueReading reading) {
      return new Depth(reading.stats().queue(), reading.stats().deadLetters());
    }
  }

  /**
   * How many dead letters some queues have, by name.
   *
   * @param queues those that could be read in time
   * @param next the last of them, after which the next page begins; null: no queue follows
   */
  record Depths(List<Depth> queues, @Nullable String next) {
    static Depths of(StatsDocument stats) {
      return new Depths(stats.queues().stream().map(Depth::of).toList(), stats.next());
    }
  }

  private DeadLetterRoutes() {}

  static List<Route> all() {
    return List.of(list(), depth(), show(), retry(), purge(), move());
  }

  private static Route list() {
    return Route.get(
            "dead-letters-list", "/dead-letters", "Dead letters, the one that failed last first")
        .with(Pages.OF_JOBS)
        .answering(Schemas.jobs())
        .reaching(Pages::queues)
        .costly()
        .by(call -> {
          JobFilter filter = Pages.filter(call);
          if (filter.state() != null) {
            throw new IllegalArgumentException(
                "state: a dead letter has failed; leave the state out");
          }
          boolean isNamed = !filter.ids().isEmpty() || filter.uniqueKey() != null;
          return Pages.of(call, filter.withDeadLettersOnly().withByEnd(!isNamed));
        });
  }

  private static Route depth() {
    return Route.get(
            "dead-letters-depth", "/dead-letters/depth", "How many dead letters each queue has")
        .with(LookRoutes.AFTER, LookRoutes.QUEUES)
        .answering(Schemas.of(Depths.class))
        .reaching(Route.Wide.ANYBODY)
        .costly()
        .by(call -> Depths.of(LookRoutes.readings(call)));
  }

  private static Route show() {
    return Route.get("dead-letters-show", "/dead-letters/{id}", "One dead letter")
        .with(JobRoutes.ID)
        .answering(Schemas.job())
        .reaching(JobRoutes::queueOfOne)
        .by(call -> {
          long id = call.get(JobRoutes.ID);
          List<StoredJob> found =
              call.awa()
                  .jobs()
                  .list(JobFilter.newest(1).withIds(List.of(id)).withDeadLettersOnly());
          if (found.isEmpty() || !call.principal().mayReach(found.getFirst().queue())) {
            throw JobRoutes.missing(id);
          }
          Jobs jobs = call.awa().jobs();
          Map<String, ?> document =
              JobDocument.of(found.getFirst(), jobs.attempts(id), jobs.outputs(id), jobs.log(id));
          call.hideIn(document);
          return document;
        });
  }

  private static JobFilter filter(Call call) {
    String text = call.find(FILTER);
    if (call.get(ALL)) {
      if (text != null) {
        throw new IllegalArgumentException("all, filter: name one of them");
      }
      return JobFilter.all(call.get(LIMIT));
    }
    if (text == null) {
      throw new IllegalArgumentException("filter: name what the dead letters have, or all: true");
    }
    return Pages.allowed(call, JobFilter.parse(text, call.get(LIMIT)));
  }

  private static List<String> queues(Call call) {
    String to = call.find(Changes.QUEUE);
    String of = Pages.oneOf(filter(call).queue()).getFirst();
    return to == null ? List.of(of) : List.of(of, to);
  }

  private static Route retry() {
    return Route.post("dead-letters-retry", "/dead-letters/retry", "Run some dead letters again")
        .with(FILTER, ALL, LIMIT, Changes.QUEUE, Changes.PRIORITY, Changes.ATTEMPTS)
        .with(Changes.DELAY, Changes.RUN_AT)
        .answering(Schemas.of(RetriedJobs.class))
        .reaching(DeadLetterRoutes::queues)
        .costly()
        .by(call -> {
          JobChange change = Changes.ofMany(call);
          return call.awa().deadLetters().retryAll(filter(call), nothing -> change);
        });
  }

  private static Route purge() {
    return Route.post("dead-letters-purge", "/dead-letters/purge", "Delete some dead letters")
        .needing(Role.ADMINISTER)
        .with(FILTER, ALL, LIMIT)
        .answering(Schemas.of(PurgedLetters.class))
        .reaching(DeadLetterRoutes::queues)
        .costly()
        .by(call -> new PurgedLetters(call.awa().deadLetters().purgeAll(filter(call))));
  }

  private static Route move() {
    return Route.post("dead-letters-move", "/dead-letters/move", "Make dead letters of failed jobs")
        .with(JobRoutes.IDS)
        .answering(Schemas.listOf(ManyVerdict.class))
        .reaching(JobRoutes.SEVERAL)
        .costly()
        .by(call -> {
          OnJobs jobs = new OnJobs(call);
          return Many.each(call, id -> ManyVerdict.of(id, jobs.move(id) ? "moved" : "not_failed"));
        });
  }
}
