package dev.awa.admin.http;

import dev.awa.JobCursor;
import dev.awa.JobFilter;
import dev.awa.JobState;
import dev.awa.Limits;
import dev.awa.admin.JobsDocument;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which jobs a list is about, and which page of them. */
final class Pages {
  private static final int MOST = 200;
  private static final int FILTER_CHARACTERS = 4000;
  private static final int PLACE_CHARACTERS = 100;

  static final Parameter<String> FILTER =
      Parameter.query(
          "filter",
          Type.text(FILTER_CHARACTERS),
          "What the jobs have, as for awa job list: kind:send_receipt state:failed after:-2h.");

  static final Parameter<String> QUEUE =
      Parameter.query("queue", Type.text(Limits.NAME_CHARACTERS), "Only of this queue.");

  static final Parameter<String> KIND =
      Parameter.query("kind", Type.text(Limits.NAME_CHARACTERS), "Only of this kind.");

  static final Parameter<JobState> STATE =
      Parameter.query("state", Type.word(JobState::word, JobState.values()), "Only in this state.");

  static final Parameter<Integer> LIMIT =
      Parameter.query("limit", Type.integer(1, MOST), "How many at most.").or(20);

  static final Parameter<String> BEFORE =
      Parameter.query(
          "before", Type.text(PLACE_CHARACTERS), "Only older ones: what a page has as older.");

  static final Parameter<String> AFTER =
      Parameter.query(
          "after", Type.text(PLACE_CHARACTERS), "Only newer ones: what a page has as newer.");

  /** Of lists of jobs; state is left out where it is known. */
  static final Parameter<?>[] OF_JOBS = {FILTER, QUEUE, KIND, LIMIT, BEFORE, AFTER};

  private Pages() {}

  /** The filter; what is named twice is refused. */
  static JobFilter filter(Call call) {
    String text = call.find(FILTER);
    JobFilter filter = JobFilter.parse(text == null ? "" : text, call.get(LIMIT));
    JobState state = call.find(STATE);
    filter = named("queue", call.find(QUEUE), filter.queue()) ? queue(filter, call) : filter;
    filter = named("kind", call.find(KIND), filter.kind()) ? kind(filter, call) : filter;
    filter =
        state != null && named("state", state, filter.state()) ? filter.withState(state) : filter;
    return allowed(call, filter);
  }

  /**
   * Refuses to look for values of arguments on behalf of somebody for whom arguments are masked:
   * who may ask often enough would guess them.
   */
  static JobFilter allowed(Call call, JobFilter filter) {
    if (!filter.args().isEmpty()) {
      call.require(Role.ADMINISTER, "a filter by args, which may be masked,");
    }
    return filter;
  }

  private static JobFilter queue(JobFilter filter, Call call) {
    return filter.withQueue(call.find(QUEUE));
  }

  private static JobFilter kind(JobFilter filter, Call call) {
    return filter.withKind(call.find(KIND));
  }

  private static boolean named(String name, @Nullable Object alone, @Nullable Object inText) {
    if (alone != null && inText != null) {
      throw new IllegalArgumentException(name + ": is named twice, alone and in filter");
    }
    return alone != null;
  }

  /** One page; where more would fit, it says where the next begins. */
  static JobsDocument of(Call call, JobFilter filter) {
    String before = call.find(BEFORE);
    String after = call.find(AFTER);
    if (before != null && after != null) {
      throw new IllegalArgumentException("before, after: name one of them");
    }
    JobFilter page = before == null ? filter : filter.withOlderThan(cursor("before", before));
    page = after == null ? page : page.withNewerThan(cursor("after", after));
    JobsDocument document = ListedJobs.of(call.awa().jobs(), page);
    call.hideIn(document.jobs());
    return document;
  }

  /** Somebody who is let into some queues has to name one. */
  static List<String> queues(Call call) {
    return oneOf(filter(call).queue());
  }

  static List<String> oneOf(@Nullable String queue) {
    if (queue == null) {
      throw Problem.of(
          Problem.Kind.FORBIDDEN,
          "this is about every queue, and you are let into some",
          "Name one of your queues");
    }
    return List.of(queue);
  }

  private static JobCursor cursor(String parameter, String text) {
    try {
      return JobCursor.parse(text);
    } catch (IllegalArgumentException e) {
      String words = String.valueOf(e.getMessage());
      throw new IllegalArgumentException(words.replaceFirst("^cursor", parameter), e);
    }
  }
}
