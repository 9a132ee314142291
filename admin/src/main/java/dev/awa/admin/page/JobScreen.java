package dev.awa.admin.page;

import dev.awa.Action;
import dev.awa.JobAttempt;
import dev.awa.JobProgress;
import dev.awa.JobState;
import dev.awa.LogLine;
import dev.awa.admin.Documents;
import dev.awa.admin.JobsDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What happened to a job, what comes next, and what would a retry do?
 *
 * @param neighbours the jobs beside it in the list where it was opened; null: in none
 * @param holder the job that holds its unique key, while this one does not; null: none
 */
record JobScreen(
    Map<String, Object> job,
    List<JobAttempt> attempts,
    List<LogLine> log,
    boolean isRevealed,
    boolean mayReveal,
    List<Deed> deeds,
    @Nullable AuditPanel audit,
    @Nullable Neighbours neighbours,
    @Nullable Long holder,
    Now now) {
  private static final String MASK = "\"***\"";

  /** What is shown elsewhere on the page. */
  private static final Set<String> SHOWN =
      Set.of(
          "id",
          "state",
          "kind",
          "queue",
          "priority",
          "attempt",
          "max_attempts",
          "run_no",
          "created_at",
          "run_at",
          "finished_at",
          "reason",
          "can",
          "progress",
          "args",
          "args_note",
          "tags",
          "errors",
          "attempts",
          "outputs",
          "log");

  @SuppressWarnings("unchecked") // the route says so
  static Page of(Visit visit) {
    boolean isRevealed = visit.query().get("reveal").equals("true");
    Map<String, Object> job =
        visit.map("/jobs/" + visit.segment(1) + (isRevealed ? "?reveal=true" : ""));
    JobScreen screen =
        new JobScreen(
            job,
            (List<JobAttempt>) Facts.of(job, "attempts"),
            (List<LogLine>) Facts.of(job, "log"),
            isRevealed,
            visit.me().role().equals("administer"),
            JobDeeds.of(visit, JobState.of(Facts.text(job, "state"))),
            AuditPanel.of(visit, "job", Facts.text(job, "id")),
            Neighbours.of(visit, job),
            holder(visit, job),
            visit.now());
    return Page.of(
        screen.kind() + " " + screen.id(),
        "jobs",
        out -> JtejobGenerated.render(out, null, screen));
  }

  /** Asked for by the key: whoever holds it is found by an index. */
  private static @Nullable Long holder(Visit visit, Map<String, ?> job) {
    String key =
        job.get("unique") instanceof JsonNode unique ? unique.path("key").asString("") : "";
    if (key.isEmpty() || !mayRunAgain(JobState.of(Facts.text(job, "state")))) {
      return null;
    }
    String queue =
        visit.isRestricted() ? "queue:" + FilterWords.quoted(Facts.text(job, "queue")) + " " : "";
    try {
      JobsDocument found =
          visit.get(
              JobsDocument.class, "/jobs?limit=1&filter=" + Words.query(queue + "unique:" + key));
      return found.jobs().stream()
          .map(one -> (Long) Facts.of(one, "id"))
          .filter(id -> !id.equals(Facts.of(job, "id")))
          .findFirst()
          .orElse(null);
    } catch (Refused e) {
      return null;
    }
  }

  private static boolean mayRunAgain(JobState state) {
    return Action.Verb.RETRY.treats().contains(state);
  }

  long id() {
    return (Long) Facts.of(job, "id");
  }

  String kind() {
    return Facts.text(job, "kind");
  }

  String queue() {
    return Facts.text(job, "queue");
  }

  JobState state() {
    return JobState.of(Facts.text(job, "state"));
  }

  String text(String name) {
    return Facts.text(job, name);
  }

  int number(String name) {
    return (Integer) Facts.of(job, name);
  }

  @Nullable Instant time(String name) {
    return (Instant) job.get(name);
  }

  Instant created() {
    return (Instant) Facts.of(job, "created_at");
  }

  @Nullable JobProgress progress() {
    return (JobProgress) job.get("progress");
  }

  Tree args() {
    return Tree.of(job.get("args"));
  }

  /**
   * The arguments as a form has them, to be corrected; empty where they can't be shown whole, so
   * that nobody sends a mask in the place of a value.
   */
  String typedArgs() {
    boolean isWhole =
        args().node() != null
            && !args().text().contains(MASK)
            && !job.containsKey("encrypted")
            && text("args_note").isEmpty();
    return isWhole ? Documents.JSON.writeValueAsString(job.get("args")) : "";
  }

  List<String> tags() {
    return job.get("tags") instanceof JsonNode tags
        ? tags.valueStream().map(JsonNode::asString).toList()
        : List.of();
  }

  /** All else that it carries. */
  Map<String, Object> carried() {
    Map<String, Object> carried = new LinkedHashMap<>(job);
    carried.keySet().removeAll(SHOWN);
    return carried;
  }

  /** From when it was enqueued until it finished, or now. */
  Duration life() {
    Instant finished = time("finished_at");
    return Words.atLeastZero(Duration.between(created(), finished == null ? now.at() : finished));
  }

  /** How many runs it has had; the one that it waits for is none yet. */
  int runs() {
    boolean waits =
        switch (state()) {
          case SCHEDULED, AVAILABLE, RETRYABLE -> true;
          case RUNNING, WAITING_EXTERNAL, COMPLETED, FAILED, CANCELLED -> false;
        };
    return number("run_no") - (waits ? 1 : 0);
  }

  /** How long its runs took together, of those that are known. */
  Duration ran() {
    return attempts.stream()
        .filter(run -> run.startedAt() != null)
        .map(run -> Course.took(run, now.at()))
        .reduce(Duration.ZERO, Duration::plus);
  }

  List<Course.Step> course() {
    return Course.of(this);
  }

  /** One that the page lets people do; one that it does not is refused. */
  Deed deed(String id) {
    return deeds.stream()
        .filter(deed -> deed.id().equals(id))
        .findFirst()
        .orElse(new Deed(id, "", "", "", "not now"));
  }

  /** What a retry would do, in words; empty when it can't be retried. */
  String retry() {
    return mayRunAgain(state())
        ? "It becomes available in "
            + queue()
            + " at priority "
            + number("priority")
            + ", keeps its id and its errors, and has all its "
            + number("max_attempts")
            + " attempts again, unless you say otherwise. If another job holds its unique key now,"
            + " it is left as it is."
        : "";
  }
}
