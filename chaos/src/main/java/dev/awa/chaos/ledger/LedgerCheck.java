package dev.awa.chaos.ledger;

import dev.awa.chaos.ledger.Stored.StoredJob;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Judges what happened: holds what producers and handlers have written down against each other and
 * against what the database shows in the end.
 */
public final class LedgerCheck {
  private final Stored stored;
  private final Map<String, List<Run>> runs;
  private final List<Entry> withoutRun;
  private final List<Window> faults;
  private final Map<String, Set<What>> answers = new HashMap<>();
  private final Map<String, List<StoredJob>> shown;
  private final Set<String> ids = new TreeSet<>();

  private LedgerCheck(List<Entry> entries, Stored stored) {
    this.stored = stored;
    Runs all = new Runs(entries);
    this.runs = all.byId();
    this.withoutRun = all.withoutRun();
    this.faults = Window.of(entries);
    this.shown = stored.jobs().stream().collect(Collectors.groupingBy(StoredJob::id));
    for (Entry entry : entries) {
      if (entry.what().isOfProducer()) {
        answers.computeIfAbsent(entry.id(), key -> new LinkedHashSet<>()).add(entry.what());
      }
    }
    ids.addAll(answers.keySet());
    ids.addAll(runs.keySet());
    ids.addAll(shown.keySet());
  }

  /** Judges the entries of all processes, in order of time. */
  public static Verdict check(List<Entry> entries, Stored stored) {
    return new LedgerCheck(entries, stored).verdict();
  }

  private Verdict verdict() {
    return new Verdict(
        (int) ids.stream().filter(this::isAcked).count(),
        (int) ids.stream().filter(this::isCommitted).count(),
        runs.values().stream().mapToInt(List::size).sum(),
        ids.stream().mapToInt(this::extraRuns).sum(),
        ids.stream().mapToInt(this::allowedExtra).sum(),
        those(this::isLost),
        those(id -> shown(id).stream().anyMatch(StoredJob::isLive)),
        those(this::isPhantom),
        staleAccepted(),
        those(this::cameBack),
        those(this::overlaps),
        those(id -> extraRuns(id) > allowedExtra(id)),
        miscounted());
  }

  private List<String> those(Predicate<String> wrong) {
    return ids.stream().filter(wrong).toList();
  }

  private List<Run> runs(String id) {
    return runs.getOrDefault(id, List.of());
  }

  private List<StoredJob> shown(String id) {
    return shown.getOrDefault(id, List.of());
  }

  private boolean was(String id, What answer) {
    return answers.getOrDefault(id, Set.of()).contains(answer);
  }

  private boolean isAcked(String id) {
    return was(id, What.ACKED);
  }

  private boolean isCommitted(String id) {
    return isAcked(id) || !runs(id).isEmpty() || !shown(id).isEmpty();
  }

  /**
   * Gone, or finished without having been run to the end. A job whose segment was pruned is shown
   * no more: then it counts what a worker has heard, or that the handler came to its end in a
   * process that was disturbed before it could hear.
   */
  private boolean isLost(String id) {
    boolean earned = runs(id).stream().anyMatch(r -> r.endedAs(Run.COMPLETE));
    if (shown(id).stream().anyMatch(StoredJob::isCompleted) && !earned) {
      return true;
    }
    return isAcked(id)
        && shown(id).isEmpty()
        && runs(id).stream().noneMatch(r -> r.isFinal() || isUnheard(r));
  }

  private boolean isUnheard(Run run) {
    return run.endedAs(Run.COMPLETE)
        && run.verdict == null
        && faults.stream().anyMatch(f -> f.mayRepeat(run));
  }

  private boolean isPhantom(String id) {
    boolean there = !runs(id).isEmpty() || !shown(id).isEmpty();
    boolean possible = isAcked(id) || was(id, What.UNKNOWN) || unanswered(id);
    Set<Long> jobs = new TreeSet<>();
    runs(id).forEach(r -> jobs.add(r.start.jobId()));
    shown(id).forEach(s -> jobs.add(s.jobId()));
    return (there && !possible) || jobs.size() > 1;
  }

  /** The producer was killed before it heard an answer. */
  private boolean unanswered(String id) {
    return was(id, What.TRIED) && answers.getOrDefault(id, Set.of()).size() == 1;
  }

  private List<String> staleAccepted() {
    List<String> wrong = new ArrayList<>(those(this::endedWrongly));
    withoutRun.forEach(entry -> wrong.add("job " + entry.jobId() + " run " + entry.run()));
    stored.closedTwice().forEach(run -> wrong.add(run + " closed twice"));
    stored.claimedTwice().forEach(run -> wrong.add(run + " claimed twice"));
    return wrong;
  }

  private boolean endedWrongly(String id) {
    List<Run> all = runs(id);
    Map<Integer, Long> accepted =
        all.stream()
            .filter(Run::isAccepted)
            .collect(Collectors.groupingBy(r -> r.start.run(), Collectors.counting()));
    return accepted.values().stream().anyMatch(n -> n > 1)
        || all.stream().filter(Run::isFinal).count() > 1
        || all.stream().filter(Run::isFinal).anyMatch(r -> wasPassedBy(r, all));
  }

  /** Whether a later run of the job had begun when this one was accepted as its end. */
  private static boolean wasPassedBy(Run run, List<Run> all) {
    return all.stream()
        .anyMatch(o -> o.start.run() > run.start.run() && o.startedAt() < run.verdictAt());
  }

  private boolean cameBack(String id) {
    return runs(id).stream()
        .filter(Run::isFinal)
        .anyMatch(r ->
            shown(id).stream().anyMatch(StoredJob::isLive)
                || runs(id).stream().anyMatch(o -> o.startedAt() > r.verdictAt() && !isLate(o, r)));
  }

  /** A run that another has passed, begun late in a process that stood still or was cut off. */
  private boolean isLate(Run run, Run other) {
    long overAt = run.overAt(faults);
    return run.start.run() < other.start.run()
        && faults.stream().anyMatch(f -> f.mayOverlap(run, overAt));
  }

  private boolean overlaps(String id) {
    List<Run> all = runs(id);
    for (int i = 0; i < all.size(); i++) {
      for (int j = i + 1; j < all.size(); j++) {
        if (overlap(all.get(i), all.get(j))) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean overlap(Run one, Run other) {
    long over = one.overAt(faults);
    long otherOver = other.overAt(faults);
    return other.startedAt() < over
        && faults.stream()
            .noneMatch(f -> f.mayOverlap(one, over) || f.mayOverlap(other, otherOver));
  }

  private int extraRuns(String id) {
    long asked = runs(id).stream().filter(Run::isAgain).count();
    return (int) Math.max(0, runs(id).size() - 1 - asked);
  }

  private int allowedExtra(String id) {
    return (int)
        runs(id).stream()
            .filter(r -> !r.isAgain() && faults.stream().anyMatch(f -> f.mayRepeat(r)))
            .count();
  }

  private List<String> miscounted() {
    long least = ids.stream().filter(this::isAcked).count();
    long unknown =
        ids.stream()
            .filter(id -> !isAcked(id) && (was(id, What.UNKNOWN) || unanswered(id)))
            .count();
    boolean right = stored.counted() >= least && stored.counted() <= least + unknown;
    return right
        ? List.of()
        : List.of(
            "counted %d, acknowledged %d and %d unknown"
                .formatted(stored.counted(), least, unknown));
  }
}
