package dev.awa.admin.http;

import dev.awa.JobFilter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * Does the same to several jobs, each in a transaction of its own, and answers for each: what was
 * done is told also when a later one fails.
 */
final class Many {
  /** Failures that are about one job, and say nothing of the next. */
  private static final Set<String> OF_ONE = Set.of("40001", "40P01", "55P03");

  /** A job may have a MiB of arguments. */
  private static final int AT_ONCE = 20;

  private Many() {}

  static List<ManyVerdict> each(Call call, LongFunction<ManyVerdict> one) {
    List<Long> ids = call.get(JobRoutes.IDS);
    Set<Long> foreign = foreign(call, ids);
    List<ManyVerdict> verdicts = new ArrayList<>();
    boolean goesOn = true;
    for (long id : ids) {
      if (foreign.contains(id)) {
        verdicts.add(ManyVerdict.of(id, "forbidden"));
      } else if (goesOn) {
        goesOn = tried(verdicts, id, one);
      } else {
        verdicts.add(ManyVerdict.of(id, "not_tried"));
      }
    }
    return verdicts;
  }

  /** Those in queues that the asker is not let into. */
  private static Set<Long> foreign(Call call, List<Long> ids) {
    Set<Long> foreign = new HashSet<>();
    for (int from = 0; call.principal().isRestricted() && from < ids.size(); from += AT_ONCE) {
      List<Long> some = ids.subList(from, Math.min(from + AT_ONCE, ids.size()));
      call.awa().jobs().list(JobFilter.newest(AT_ONCE).withIds(some)).stream()
          .filter(job -> !call.principal().mayReach(job.queue()))
          .forEach(job -> foreign.add(job.id()));
    }
    return foreign;
  }

  /** Whether the others are worth a try. A request that does nothing at all is a problem. */
  private static boolean tried(List<ManyVerdict> verdicts, long id, LongFunction<ManyVerdict> one) {
    try {
      verdicts.add(one.apply(id));
      return true;
    } catch (RuntimeException e) {
      Problem problem = Refusals.ofChange(e);
      boolean isOfOne = problem.isAny(OF_ONE) || problem.kind() == Problem.Kind.CONFLICT;
      if (!isOfOne && verdicts.stream().noneMatch(ManyVerdict::isDone)) {
        throw e;
      }
      verdicts.add(ManyVerdict.failed(id, String.valueOf(problem.getMessage())));
      return isOfOne;
    }
  }
}
