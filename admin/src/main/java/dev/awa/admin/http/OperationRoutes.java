package dev.awa.admin.http;

import dev.awa.Action;
import dev.awa.JobFilter;
import dev.awa.KnownWorker;
import dev.awa.Limits;
import dev.awa.QueueStatus;
import dev.awa.Stopped;
import dev.awa.StoredOperation;
import dev.awa.admin.Documents;
import dev.awa.admin.OperationDocument;
import dev.awa.client.OperationPreview;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Routes of operations: something is done to every job that a filter means. */
final class OperationRoutes {
  private static final int FILTER_CHARACTERS = 4000;
  private static final int AT_ONCE = 100;
  private static final int MOST_LOOKS = 50;
  private static final String MEANT =
      "Which jobs, as for awa operation: queue:mail kind:send_receipt error:timeout.";

  private static final Parameter<Long> ID = Parameter.path("id", Type.id(), "The operation.");

  private static final Parameter<Integer> LIMIT =
      Parameter.query("limit", Type.integer(1, 200), "How many at most.").or(20);

  private static final Parameter<Long> BEFORE =
      Parameter.query("before", Type.id(), "Only older ones: the id of the last of the page.");

  private static final Type<Action.Verb> VERB = Type.word(Action.Verb::word, Action.Verb.values());

  private static final Parameter<Action.Verb> COUNTED =
      Parameter.query("action", VERB, "What would be done to each job.").must();

  private static final Parameter<String> COUNTED_FILTER =
      Parameter.query("filter", Type.text(FILTER_CHARACTERS), MEANT);

  private static final Parameter<String> COUNTED_TO =
      Parameter.query(
          "to_queue",
          Type.text(Limits.NAME_CHARACTERS),
          "For edit and retry: the queue to which the jobs would go; a warning says when nobody"
              + " ever used it, or no living worker takes from it.");

  private static final Parameter<Action.Verb> ACTION =
      Parameter.body("action", VERB, "What is done to each job; delete needs the role administer.")
          .must();

  private static final Parameter<String> FILTER =
      Parameter.body("filter", Type.text(FILTER_CHARACTERS), MEANT);

  private static final Parameter<Boolean> ALL =
      Parameter.body("all", Type.truth(), "Every job that the action treats; without a filter.")
          .or(false);

  private static final Parameter<String> REASON =
      Parameter.body("reason", Type.text(Limits.REASON_CHARACTERS), "Why; cancelled jobs keep it.")
          .must();

  /**
   * An operation that was submitted.
   *
   * @param id its id
   * @param jobs how many jobs it means, or at least so many
   * @param exact whether all were counted
   * @param warnings what a person should know, that nobody knows the queue to which the jobs go for
   *     instance
   */
  record Submitted(long id, long jobs, boolean exact, List<String> warnings) {}

  /**
   * What became of the wish to stop an operation.
   *
   * @param id the operation
   * @param verdict {@code stopped}
   */
  record StopVerdict(long id, String verdict) {}

  private OperationRoutes() {}

  static List<Route> all() {
    return List.of(list(), preview(), show(), submit(), stop());
  }

  private static Route list() {
    return Route.get(
            "operation-list", "/operations", "Operations of the last 90 days, newest first")
        .with(LIMIT, BEFORE)
        .answering(Schemas.list(Schemas.operation()))
        .reaching(Route.Wide.ANYBODY)
        .costly()
        .by(call -> listed(call).stream().map(one -> document(call, one)).toList());
  }

  private static List<StoredOperation> listed(Call call) {
    Long before = call.find(BEFORE);
    long below = before == null ? Long.MAX_VALUE : before;
    return call.principal().isRestricted()
        ? own(call, below)
        : call.awa().operations().list(call.get(LIMIT), below);
  }

  /** Those that the asker may see, of the next some thousand. */
  private static List<StoredOperation> own(Call call, long below) {
    int limit = call.get(LIMIT);
    List<StoredOperation> own = new ArrayList<>();
    List<StoredOperation> some = call.awa().operations().list(AT_ONCE, below);
    for (int looks = 1; ; looks++) {
      some.stream().filter(one -> mayReach(call, one)).forEach(own::add);
      if (own.size() >= limit || some.size() < AT_ONCE || looks == MOST_LOOKS) {
        return own.subList(0, Math.min(limit, own.size()));
      }
      some = call.awa().operations().list(AT_ONCE, some.getLast().id());
    }
  }

  private static boolean mayReach(Call call, StoredOperation operation) {
    String queue = queueOf(operation);
    return queue != null && call.principal().mayReach(queue);
  }

  private static @Nullable String queueOf(StoredOperation operation) {
    JsonNode queue = Documents.JSON.readTree(operation.filter()).get("queue");
    return queue == null || !queue.isString() ? null : queue.asString();
  }

  /** Values of arguments that somebody looked for are for administrators only. */
  private static Map<String, ?> document(Call call, StoredOperation operation) {
    Map<String, @Nullable Object> facts = OperationDocument.of(operation);
    if (!call.principal().role().includes(Role.ADMINISTER)
        && facts.get("filter") instanceof ObjectNode filter) {
      facts.put("filter", filter.deepCopy().without("args"));
    }
    return facts;
  }

  private static StoredOperation existing(Call call) {
    return call.awa()
        .operations()
        .find(call.get(ID))
        .orElseThrow(() ->
            Problem.of(
                Problem.Kind.NOT_FOUND,
                "there is no operation " + call.get(ID),
                "GET /api/operations lists the operations that there are"));
  }

  private static List<String> queuesOfOne(Call call) {
    return Pages.oneOf(queueOf(existing(call)));
  }

  private static Route show() {
    return Route.get("operation-show", "/operations/{id}", "One operation, and how far it is")
        .with(ID)
        .answering(Schemas.operation())
        .reaching(OperationRoutes::queuesOfOne)
        .by(call -> document(call, existing(call)));
  }

  private static Route preview() {
    return Route.get(
            "operation-preview",
            "/operations/preview",
            "How many jobs an operation would treat, and ten of them")
        .with(COUNTED, COUNTED_FILTER, COUNTED_TO)
        .answering(Schemas.operationPreview())
        .reaching(OperationRoutes::queuesOfPreview)
        .costly()
        .by(call -> {
          Map<String, @Nullable Object> facts =
              OperationDocument.of(
                  call.awa().operations().preview(counted(call), countedAction(call)));
          call.hideIn(facts.get("sample"));
          facts.compute("warnings", (name, warnings) -> withTarget(call, warnings));
          return facts;
        });
  }

  private static List<String> queuesOfPreview(Call call) {
    String of = Pages.oneOf(counted(call).queue()).getFirst();
    String to = call.find(COUNTED_TO);
    return to == null ? List.of(of) : List.of(of, to);
  }

  /** The warnings, with one of the queue where the jobs would go. */
  private static List<Object> withTarget(Call call, @Nullable Object warnings) {
    List<Object> all = new ArrayList<>(warnings instanceof List<?> some ? some : List.of());
    String to = call.find(COUNTED_TO);
    if (to != null) {
      unserved(call.awa().queues().show(to)).ifPresent(all::add);
    }
    return all;
  }

  private static Optional<String> unserved(QueueStatus queue) {
    return queue.workers().stream().anyMatch(KnownWorker::lives)
        ? Optional.empty()
        : Optional.of(
            "no living worker takes jobs from queue \""
                + queue.queue()
                + "\": they would wait there until one comes; compare its name with the queues"
                + " that there are");
  }

  private static Action countedAction(Call call) {
    Action.Verb verb = call.get(COUNTED);
    String to = call.find(COUNTED_TO);
    return switch (verb) {
      case EDIT -> // which change makes no difference to what is counted
          Action.edit(change -> to == null ? change.priority(1) : change.queue(to));
      case RETRY -> Action.retry(change -> to == null ? change : change.queue(to));
      default -> action(verb, call);
    };
  }

  private static JobFilter counted(Call call) {
    String text = call.find(COUNTED_FILTER);
    return text == null
        ? JobFilter.all(JobFilter.MAX_LIMIT)
        : Pages.allowed(call, JobFilter.parse(text, JobFilter.MAX_LIMIT));
  }

  private static Route submit() {
    return Route.post("operation-submit", "/operations", "Do something to many jobs")
        .with(ACTION, FILTER, ALL, REASON, Changes.QUEUE, Changes.PRIORITY, Changes.ATTEMPTS)
        .with(Changes.DELAY, Changes.RUN_AT)
        .answering(Schemas.of(Submitted.class))
        .reaching(OperationRoutes::queues)
        .costly()
        .by(OperationRoutes::submitted);
  }

  private static List<String> queues(Call call) {
    String of = Pages.oneOf(filter(call).queue()).getFirst();
    String to = call.find(Changes.QUEUE);
    return to == null ? List.of(of) : List.of(of, to);
  }

  private static JobFilter filter(Call call) {
    String text = call.find(FILTER);
    if (call.get(ALL) == (text != null)) {
      throw new IllegalArgumentException(
          "filter, all: name what the jobs have, or all: true, one of them");
    }
    return text == null
        ? JobFilter.all(JobFilter.MAX_LIMIT)
        : Pages.allowed(call, JobFilter.parse(text, JobFilter.MAX_LIMIT));
  }

  private static Action action(Action.Verb verb, Call call) {
    return switch (verb) {
      case RETRY -> Action.retry(nothing -> Changes.ofMany(call));
      case EDIT -> Action.edit(nothing -> Changes.ofMany(call));
      case CANCEL -> Action.cancel();
      case DELETE -> Action.delete();
      case MOVE_TO_DEAD_LETTERS -> Action.moveToDeadLetters();
    };
  }

  private static Object submitted(Call call) {
    if (call.get(ACTION) == Action.Verb.DELETE) {
      call.require(Role.ADMINISTER, "delete");
    }
    Action action = action(call.get(ACTION), call);
    OperationPreview preview = call.awa().operations().preview(filter(call), action);
    if (preview.isExact() && preview.jobs() == 0) {
      throw Problem.of(
          Problem.Kind.CONFLICT,
          String.join(" ", preview.warnings()),
          "Nothing was submitted: look at the filter");
    }
    return new Submitted(
        preview.submit(call.by(), call.get(REASON)),
        preview.jobs(),
        preview.isExact(),
        preview.warnings());
  }

  private static Route stop() {
    return Route.post("operation-stop", "/operations/{id}/stop", "It does nothing more")
        .with(ID)
        .answering(Schemas.of(StopVerdict.class))
        .reaching(OperationRoutes::queuesOfOne)
        .by(call -> {
          existing(call);
          long id = call.get(ID);
          if (call.awa().operations().stop(id, call.by()) != Stopped.STOPPED) {
            throw Problem.of(
                Problem.Kind.CONFLICT,
                "operation " + id + " has ended",
                "What it has done stays done");
          }
          return new StopVerdict(id, "stopped");
        });
  }
}
