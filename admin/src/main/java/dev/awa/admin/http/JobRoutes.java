package dev.awa.admin.http;

import dev.awa.CancelVerdict;
import dev.awa.Deleted;
import dev.awa.Edited;
import dev.awa.JobAttempt;
import dev.awa.JobChange;
import dev.awa.JobFilter;
import dev.awa.Limits;
import dev.awa.Retried;
import dev.awa.StoredJob;
import dev.awa.admin.JobDocument;
import dev.awa.admin.JobVerdict;
import dev.awa.admin.RetryVerdict;
import dev.awa.client.Jobs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Routes of jobs. */
final class JobRoutes {
  static final Parameter<Long> ID = Parameter.path("id", Type.id(), "The job.");

  static final Parameter<List<Long>> IDS =
      Parameter.body("ids", Type.list(Type.id(), JobFilter.MAX_IDS), "The jobs.").must();

  static final Parameter<String> REASON =
      Parameter.body("reason", Type.text(Limits.REASON_CHARACTERS), "Why; kept with each job.")
          .or("cancelled by an operator");

  /** Why arguments that were asked for can't be read. */
  static final String ARGS_NOTE = "args_note";

  private static final Parameter<Boolean> REVEAL =
      Parameter.query(
              "reveal",
              Type.truth(),
              "Also masked arguments, and encrypted ones where this server has the key; needs the"
                  + " role administer.")
          .or(false);

  private static final Parameter<Boolean> BY_END =
      Parameter.query(
              "by_end",
              Type.truth(),
              "The one that finished last first; needs the state failed, cancelled or dead_letter.")
          .or(false);

  /** Several jobs, each of which is looked at by itself; and the queue that they go to. */
  static final Route.Reach SEVERAL =
      call -> {
        String to = call.find(Changes.QUEUE);
        return to == null ? List.of() : List.of(to);
      };

  private JobRoutes() {}

  static List<Route> all() {
    return List.of(
        list(),
        show(),
        attempts(),
        cancel(),
        retry(),
        edit(),
        delete(),
        cancelMany(),
        retryMany(),
        deleteMany());
  }

  private static Route list() {
    return Route.get("job-list", "/jobs", "Jobs, newest first, a page of them")
        .with(Pages.OF_JOBS)
        .with(Pages.STATE, BY_END)
        .answering(Schemas.jobs())
        .reaching(Pages::queues)
        .costly()
        .by(call -> Pages.of(call, Pages.filter(call).withByEnd(call.get(BY_END))));
  }

  private static Route show() {
    return Route.get("job-show", "/jobs/{id}", "One job with its attempts, errors, outputs and log")
        .with(ID, REVEAL)
        .answering(Schemas.job())
        .reaching(JobRoutes::queueOfOne)
        .by(JobRoutes::shown);
  }

  private static Object shown(Call call) {
    if (call.get(REVEAL)) {
      call.require(Role.ADMINISTER, "reveal");
    }
    long id = call.get(ID);
    Jobs jobs = call.awa().jobs();
    StoredJob job =
        (call.get(REVEAL) ? jobs.revealing() : jobs)
            .find(id)
            .filter(found -> call.principal().mayReach(found.queue()))
            .orElseThrow(() -> missing(id));
    Revealed shown = call.get(REVEAL) ? call.revealed(job) : new Revealed(job, null);
    Map<String, @Nullable Object> document =
        JobDocument.of(shown.job(), jobs.attempts(id), jobs.outputs(id), jobs.log(id));
    if (shown.note() != null) {
      document.put(ARGS_NOTE, shown.note());
    }
    if (!call.get(REVEAL)) {
      call.hideIn(document);
    }
    return document;
  }

  private static Route attempts() {
    return Route.get("job-attempts", "/jobs/{id}/attempts", "Every run of a job, oldest first")
        .with(ID)
        .answering(Schemas.listOf(JobAttempt.class))
        .reaching(JobRoutes::queueOfOne)
        .by(call -> {
          long id = call.get(ID);
          Optional<StoredJob> job = call.awa().jobs().find(id);
          if (job.filter(found -> call.principal().mayReach(found.queue())).isEmpty()) {
            throw missing(id);
          }
          return call.awa().jobs().attempts(id);
        });
  }

  static Problem missing(long id) {
    return Problem.of(
        Problem.Kind.NOT_FOUND,
        "job " + id + ": there is none, or its history is no longer kept",
        "GET /api/jobs lists the jobs that there are");
  }

  /** The queue of the job; none when there is no job, which the action will say. */
  static List<String> queueOfOne(Call call) {
    List<String> queues = new ArrayList<>();
    call.awa().jobs().find(call.get(ID)).map(StoredJob::queue).ifPresent(queues::add);
    String to = call.find(Changes.QUEUE);
    if (to != null) {
      queues.add(to);
    }
    return queues;
  }

  private static Route cancel() {
    return Route.post("job-cancel", "/jobs/{id}/cancel", "Cancel a job, wherever it is")
        .with(ID, REASON)
        .answering(Schemas.of(JobVerdict.class))
        .reaching(JobRoutes::queueOfOne)
        .by(call -> {
          long id = call.get(ID);
          CancelVerdict verdict = new OnJobs(call).cancel(id, call.get(REASON));
          return done(JobVerdict.of(id, verdict), CancelVerdict.CANCELLED.equals(verdict));
        });
  }

  /** What was done; else why it was not. */
  static Object done(JobVerdict verdict, boolean isDone) {
    if (isDone) {
      return verdict;
    }
    if (verdict.verdict().equals("unknown")) {
      throw missing(verdict.id());
    }
    throw Problem.of(
        Problem.Kind.CONFLICT,
        "job " + verdict.id() + ": " + verdict.verdict().replace('_', ' '),
        "Look at the job: it is not in a state in which this can be done");
  }

  private static Route retry() {
    return Route.post("job-retry", "/jobs/{id}/retry", "Run a failed or cancelled job again")
        .with(ID, Changes.QUEUE, Changes.PRIORITY, Changes.ATTEMPTS, Changes.DELAY)
        .with(Changes.RUN_AT, Changes.ARGS)
        .answering(Schemas.of(RetryVerdict.class))
        .reaching(JobRoutes::queueOfOne)
        .by(JobRoutes::retried);
  }

  private static Object retried(Call call) {
    JobChange change = Changes.of(call);
    Retried retried = new OnJobs(call).retry(call.get(ID), change);
    if (retried.verdict() == Retried.Verdict.DUPLICATE) {
      throw Problem.of(
          Problem.Kind.CONFLICT,
          "job " + call.get(ID) + ": job " + retried.holder() + " holds its unique key",
          "Cancel that job, or let it end");
    }
    done(JobVerdict.of(call.get(ID), retried.verdict()), retried.isRetried());
    return RetryVerdict.of(retried);
  }

  private static Route edit() {
    return Route.patch("job-edit", "/jobs/{id}", "Change a job that waits")
        .with(ID, Changes.QUEUE, Changes.PRIORITY, Changes.ATTEMPTS, Changes.DELAY)
        .with(Changes.RUN_AT, Changes.ARGS)
        .answering(Schemas.of(JobVerdict.class))
        .reaching(JobRoutes::queueOfOne)
        .by(JobRoutes::edited);
  }

  private static Object edited(Call call) {
    JobChange change = Changes.of(call);
    if (change.equals(JobChange.NONE)) {
      throw new IllegalArgumentException("body: name what to change, priority for instance");
    }
    Edited edited = new OnJobs(call).edit(call.get(ID), change);
    return done(JobVerdict.of(call.get(ID), edited), edited == Edited.EDITED);
  }

  private static Route delete() {
    return Route.delete("job-delete", "/jobs/{id}", "Delete a job that has finished")
        .with(ID)
        .answering(Schemas.of(JobVerdict.class))
        .reaching(JobRoutes::queueOfOne)
        .by(call -> {
          Deleted deleted = new OnJobs(call).delete(call.get(ID));
          return done(JobVerdict.of(call.get(ID), deleted), deleted == Deleted.DELETED);
        });
  }

  private static Route cancelMany() {
    return Route.post("job-cancel-many", "/jobs/cancel", "Cancel jobs by their ids")
        .with(IDS, REASON)
        .answering(Schemas.listOf(ManyVerdict.class))
        .reaching(SEVERAL)
        .costly()
        .by(call -> {
          OnJobs jobs = new OnJobs(call);
          String reason = call.get(REASON);
          return Many.each(call, id -> ManyVerdict.of(id, jobs.cancel(id, reason)));
        });
  }

  private static Route retryMany() {
    return Route.post("job-retry-many", "/jobs/retry", "Run jobs again by their ids")
        .with(IDS, Changes.QUEUE, Changes.PRIORITY, Changes.ATTEMPTS, Changes.DELAY)
        .with(Changes.RUN_AT)
        .answering(Schemas.listOf(ManyVerdict.class))
        .reaching(SEVERAL)
        .costly()
        .by(call -> {
          OnJobs jobs = new OnJobs(call);
          JobChange change = Changes.ofMany(call);
          return Many.each(call, id -> ManyVerdict.of(jobs.retry(id, change)));
        });
  }

  private static Route deleteMany() {
    return Route.post("job-delete-many", "/jobs/delete", "Delete finished jobs by their ids")
        .needing(Role.ADMINISTER)
        .with(IDS)
        .answering(Schemas.listOf(ManyVerdict.class))
        .reaching(SEVERAL)
        .costly()
        .by(call -> {
          OnJobs jobs = new OnJobs(call);
          return Many.each(call, id -> ManyVerdict.of(id, jobs.delete(id)));
        });
  }
}
