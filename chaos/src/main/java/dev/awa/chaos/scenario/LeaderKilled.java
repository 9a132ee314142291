package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Barrier;
import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.Load;
import dev.awa.chaos.lab.WorkerChild;
import dev.awa.lab.Proxy.Side;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The leader is killed at each step of maintenance: before the server gets the statement, in the
 * middle of its transaction (which goes on without the leader, beside the next one), and after it
 * is committed. Where the step is about the dead, another worker is killed first.
 */
final class LeaderKilled implements Scenario {
  /** Before and after: what the leader sends. In the middle: what the server writes then. */
  private enum Step {
    PROMOTE(".promote(", "DELETE ON awa.deferred_jobs", "true"),
    ROTATE(".rotate(", "INSERT ON awa.ring", "true"),
    PUBLISH(".publish_head(", null, null),
    FIND_DRAINED(".drained(", null, null),
    PRUNE(".prune(", "INSERT ON awa.prunes", "true"),
    SUSPECT(".suspects(", null, null),
    DECLARE_DEAD(
        ".declare_dead(",
        "UPDATE ON awa.workers",
        "NEW.dead_since IS DISTINCT FROM OLD.dead_since"),
    RESCUE(".rescue(", "INSERT ON awa.closures", "NEW.outcome = 7"),
    FORGET(".forget_worker(", "DELETE ON awa.workers", "OLD.dead_since IS NOT NULL");

    private final String word;
    private final @Nullable String event;
    private final @Nullable String condition;

    Step(String word, @Nullable String event, @Nullable String condition) {
      this.word = word;
      this.event = event;
      this.condition = condition;
    }
  }

  private final String name;
  private final List<Step> before;
  private final List<Step> middle;
  private final List<Step> after;
  private final boolean isShort;

  private LeaderKilled(
      String name, List<Step> before, List<Step> middle, List<Step> after, boolean isShort) {
    this.name = name;
    this.before = before;
    this.middle = middle;
    this.after = after;
    this.isShort = isShort;
  }

  /** The steps at which most is half done. */
  static LeaderKilled atSomeSteps() {
    return new LeaderKilled(
        "leader-killed",
        List.of(Step.FORGET),
        List.of(Step.PROMOTE, Step.RESCUE),
        List.of(Step.ROTATE),
        true);
  }

  static LeaderKilled atEveryStep() {
    List<Step> all = List.of(Step.values());
    List<Step> withMiddle = all.stream().filter(step -> step.event != null).toList();
    return new LeaderKilled("leader-killed-everywhere", all, withMiddle, all, false);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String about() {
    int points = before.size() + middle.size() + after.size();
    return "the leader is killed at "
        + points
        + " points: before, amid and after maintenance steps";
  }

  @Override
  public String faults() {
    return "C1";
  }

  @Override
  public boolean isShort() {
    return isShort;
  }

  @Override
  public void run(Lab lab) throws Exception {
    lab.database().pruneEverySecond();
    Map<Step, Barrier> barriers = new EnumMap<>(Step.class);
    for (Step step : middle) {
      barriers.put(step, lab.barrier(String.valueOf(step.event), String.valueOf(step.condition)));
    }
    Fleet fleet = new Fleet(lab);
    WorkerChild first = fleet.add();
    fleet.add().awaitStarted();
    first.awaitStarted();
    try (Load load = lab.producers().load()) {
      for (Step step : Arrays.asList(Step.values())) {
        if (before.contains(step)) {
          prepare(fleet, step);
          fleet.replace(fleet.hold(Side.BEFORE, step.word).worker());
        }
        Barrier barrier = barriers.get(step);
        if (barrier != null) {
          prepare(fleet, step);
          fleet.killLeaderAt(barrier);
        }
        if (after.contains(step)) {
          prepare(fleet, step);
          fleet.replace(fleet.hold(Side.AFTER, step.word).worker());
        }
      }
      load.awaitMore(50);
    }
  }

  /** Some steps are only done when somebody is dead: it takes seconds until that is noticed. */
  private static void prepare(Fleet fleet, Step step) throws Exception {
    if (step.compareTo(Step.SUSPECT) >= 0) {
      fleet.killAnother();
    }
  }
}
