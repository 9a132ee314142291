package dev.awa.chaos.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.chaos.ledger.Stored.StoredJob;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The checker finds each kind of wrong that is planted, and nothing where nothing is. */
final class LedgerCheckTest {
  private final List<Entry> entries = new ArrayList<>();
  private final List<StoredJob> jobs = new ArrayList<>();
  private final List<String> closedTwice = new ArrayList<>();
  private final List<String> claimedTwice = new ArrayList<>();
  private long counted = -1;
  private long now = 1000;

  // --- the story ---

  private void say(String process, What what, String id, long job, int run, String detail) {
    entries.add(new Entry(++now, process, what, id, job, run, detail));
  }

  private void enqueue(String id, What answer) {
    say("p", What.TRIED, id, 0, 0, "-");
    say("p", answer, id, 0, 0, "-");
  }

  private void start(String worker, long job, int run) {
    say(worker, What.START, "j" + job, job, run, "-");
  }

  private void end(String worker, long job, int run) {
    say(worker, What.END, "j" + job, job, run, Run.COMPLETE);
  }

  private void hear(String worker, What verdict, long job, int run) {
    say(worker, verdict, "-", job, run, "-");
  }

  private void fault(Fault fault, String victim) {
    say(victim, What.FAULT, "-", 0, 0, fault.word());
  }

  private void heal(Fault fault, String victim) {
    say(victim, What.HEALED, "-", 0, 0, fault.word());
  }

  private void show(long job, String state) {
    jobs.add(new StoredJob("j" + job, job, state));
  }

  /** A job that was enqueued and run as it should be. */
  private void goodJob(long job) {
    enqueue("j" + job, What.ACKED);
    start("a", job, 1);
    end("a", job, 1);
    hear("a", What.COMPLETED, job, 1);
    show(job, "completed");
  }

  /** A job whose worker was killed while it ran, and which ran again elsewhere. */
  private void rescuedJob(long job) {
    enqueue("j" + job, What.ACKED);
    start("a", job, 1);
    fault(Fault.KILLED, "a");
    start("b", job, 2);
    end("b", job, 2);
    hear("b", What.COMPLETED, job, 2);
    show(job, "completed");
  }

  private Verdict verdict() {
    long acked = entries.stream().filter(e -> e.what() == What.ACKED).count();
    return LedgerCheck.check(
        entries, new Stored(jobs, counted < 0 ? acked : counted, closedTwice, claimedTwice));
  }

  private void assertGood() {
    assertThat(verdict().complaints()).isEmpty();
  }

  private void assertOnly(String complaint) {
    assertThat(verdict().complaints()).hasSize(1).first().asString().startsWith("1 " + complaint);
  }

  // --- nothing is wrong ---

  @Test
  void aGoodLedgerIsGood() {
    goodJob(1);
    goodJob(2);
    assertGood();
    assertThat(verdict().acked()).isEqualTo(2);
    assertThat(verdict().extraRuns()).isZero();
  }

  @Test
  void aRescuedJobIsOneExtraRunThatTheKillAllows() {
    rescuedJob(1);
    assertGood();
    assertThat(verdict().extraRuns()).isEqualTo(1);
    assertThat(verdict().allowedExtra()).isEqualTo(1);
  }

  @Test
  void aRetryIsNoExtraRun() {
    enqueue("j1", What.ACKED);
    start("a", 1, 1);
    say("a", What.END, "j1", 1, 1, "retry");
    hear("a", What.RETRIED, 1, 1);
    start("b", 1, 2);
    end("b", 1, 2);
    hear("b", What.COMPLETED, 1, 2);
    show(1, "completed");
    assertGood();
    assertThat(verdict().extraRuns()).isZero();
  }

  @Test
  void anAttemptMayBeOverBeforeItsHandlerBegins() {
    enqueue("j1", What.ACKED);
    hear("a", What.RETRIED, 1, 1);
    start("a", 1, 1);
    say("a", What.END, "j1", 1, 1, "interrupted");
    start("b", 1, 2);
    end("b", 1, 2);
    hear("b", What.COMPLETED, 1, 2);
    show(1, "completed");
    assertGood();
    assertThat(verdict().extraRuns()).isZero();
  }

  @Test
  void aPausedWorkerMayOverlapAndIsRefused() {
    enqueue("j1", What.ACKED);
    start("a", 1, 1);
    fault(Fault.PAUSED, "a");
    start("b", 1, 2);
    heal(Fault.PAUSED, "a");
    end("b", 1, 2);
    hear("b", What.COMPLETED, 1, 2);
    end("a", 1, 1);
    hear("a", What.STALE, 1, 1);
    show(1, "completed");
    assertGood();
  }

  @Test
  void afterACrashTheSameRunMayBeGivenOutAgain() {
    enqueue("j1", What.ACKED);
    start("a", 1, 1);
    fault(Fault.CRASHED, Entry.ALL);
    heal(Fault.CRASHED, Entry.ALL);
    start("a", 1, 1);
    end("a", 1, 1);
    hear("a", What.STALE, 1, 1);
    end("a", 1, 1);
    hear("a", What.COMPLETED, 1, 1);
    show(1, "completed");
    assertGood();
  }

  @Test
  void aJobOfUnknownOutcomeMayBeThereOrNot() {
    enqueue("j1", What.UNKNOWN);
    enqueue("j2", What.UNKNOWN);
    start("a", 2, 1);
    end("a", 2, 1);
    hear("a", What.COMPLETED, 2, 1);
    show(2, "completed");
    counted = 1;
    assertGood();
    assertThat(verdict().committed()).isEqualTo(1);
  }

  @Test
  void aPrunedJobIsKnownByWhatTheWorkerHeard() {
    goodJob(1);
    jobs.clear();
    assertGood();
  }

  @Test
  void aPrunedJobWhoseWorkerWasKilledBeforeItHeardIsNotLost() {
    enqueue("j1", What.ACKED);
    start("a", 1, 1);
    end("a", 1, 1);
    fault(Fault.KILLED, "a");
    assertGood();
  }

  // --- planted ---

  @Test
  void findsALostJob() {
    goodJob(1);
    enqueue("j2", What.ACKED);
    counted = 2;
    assertOnly("lost: j2");
  }

  @Test
  void findsALostJobThatWasStarted() {
    enqueue("j1", What.ACKED);
    start("a", 1, 1);
    fault(Fault.KILLED, "a");
    assertOnly("lost: j1");
  }

  @Test
  void findsAJobThatEndedWithoutAVerdictAndIsGone() {
    enqueue("j1", What.ACKED);
    start("a", 1, 1);
    end("a", 1, 1);
    assertOnly("lost: j1");
  }

  @Test
  void findsAJobThatIsSaidToBeCompletedAndWasNotRunToItsEnd() {
    enqueue("j1", What.ACKED);
    start("a", 1, 1);
    fault(Fault.KILLED, "a");
    show(1, "completed");
    assertOnly("lost: j1");
  }

  @Test
  void findsAJobThatIsStuck() {
    enqueue("j1", What.ACKED);
    start("a", 1, 1);
    fault(Fault.KILLED, "a");
    show(1, "running");
    assertOnly("not finished: j1");
  }

  @Test
  void findsARefusedJobThatRan() {
    goodJob(1);
    entries.replaceAll(e ->
        e.what() == What.ACKED ? new Entry(e.micros(), "p", What.REFUSED, e.id(), 0, 0, "-") : e);
    assertOnly("phantom: j1");
  }

  @Test
  void findsAJobThatNobodyEnqueued() {
    goodJob(1);
    entries.removeIf(e -> e.process().equals("p"));
    assertOnly("phantom: j1");
  }

  @Test
  void findsAJobThatIsThereTwice() {
    enqueue("j1", What.UNKNOWN);
    for (int job = 1; job <= 2; job++) {
      say("a", What.START, "j1", job, 1, "-");
      say("a", What.END, "j1", job, 1, Run.COMPLETE);
    }
    hear("a", What.COMPLETED, 1, 1);
    hear("a", What.COMPLETED, 2, 1);
    counted = 1;
    assertThat(verdict().phantom()).containsExactly("j1");
  }

  @Test
  void findsAnEndingThatWasAcceptedOfARunThatWasPassed() {
    enqueue("j1", What.ACKED);
    start("a", 1, 1);
    fault(Fault.PAUSED, "a");
    start("b", 1, 2);
    heal(Fault.PAUSED, "a");
    end("a", 1, 1);
    hear("a", What.COMPLETED, 1, 1);
    end("b", 1, 2);
    hear("b", What.STALE, 1, 2);
    show(1, "completed");
    assertOnly("stale but accepted: j1");
  }

  @Test
  void findsARunThatWasAcceptedTwice() {
    enqueue("j1", What.ACKED);
    start("a", 1, 1);
    fault(Fault.CRASHED, Entry.ALL);
    heal(Fault.CRASHED, Entry.ALL);
    start("b", 1, 1);
    end("b", 1, 1);
    hear("b", What.COMPLETED, 1, 1);
    end("a", 1, 1);
    hear("a", What.RETRIED, 1, 1);
    show(1, "completed");
    assertThat(verdict().staleAccepted()).containsExactly("j1");
  }

  @Test
  void findsAnEndingThatWasAcceptedOfARunThatNeverBegan() {
    goodJob(1);
    hear("b", What.COMPLETED, 1, 2);
    assertOnly("stale but accepted: job 1 run 2");
  }

  @Test
  void findsWhatTheDatabaseClosedTwice() {
    goodJob(1);
    closedTwice.add("job 1 run 1");
    assertOnly("stale but accepted: job 1 run 1 closed twice");
  }

  @Test
  void findsWhatTheDatabaseGaveOutTwice() {
    goodJob(1);
    claimedTwice.add("job 1 run 1");
    assertOnly("stale but accepted: job 1 run 1 claimed twice");
  }

  @Test
  void findsAFinishedJobThatRunsAgain() {
    goodJob(1);
    fault(Fault.KILLED, "a");
    start("b", 1, 2);
    assertThat(verdict().cameBack()).containsExactly("j1");
  }

  @Test
  void findsAFinishedJobThatWaitsAgain() {
    goodJob(1);
    jobs.clear();
    show(1, "available");
    assertThat(verdict().cameBack()).containsExactly("j1");
  }

  @Test
  void findsRunsThatOverlap() {
    enqueue("j1", What.ACKED);
    start("a", 1, 1);
    fault(Fault.DISCONNECTED, Entry.ALL);
    start("b", 1, 2);
    end("a", 1, 1);
    hear("a", What.STALE, 1, 1);
    end("b", 1, 2);
    hear("b", What.COMPLETED, 1, 2);
    show(1, "completed");
    assertThat(verdict().overlapping()).containsExactly("j1");
    assertThat(verdict().unexplained()).containsExactly("j1");
  }

  @Test
  void aKillDoesNotExcuseAnOverlapBeforeIt() {
    enqueue("j1", What.ACKED);
    start("a", 1, 1);
    start("b", 1, 2);
    fault(Fault.KILLED, "a");
    end("b", 1, 2);
    hear("b", What.COMPLETED, 1, 2);
    show(1, "completed");
    assertOnly("overlapping: j1");
  }

  @Test
  void findsARunThatNothingExplains() {
    enqueue("j1", What.ACKED);
    start("a", 1, 1);
    end("a", 1, 1);
    start("b", 1, 2);
    end("b", 1, 2);
    hear("b", What.COMPLETED, 1, 2);
    show(1, "completed");
    assertOnly("run more often than explained: j1");
  }

  @Test
  void aKillExplainsOneRunAndNotTwo() {
    rescuedJob(1);
    entries.removeIf(e -> e.what() == What.COMPLETED);
    hear("b", What.STALE, 1, 2);
    start("c", 1, 3);
    end("c", 1, 3);
    hear("c", What.COMPLETED, 1, 3);
    assertOnly("run more often than explained: j1");
  }

  @Test
  void aKillOfAnotherProcessExplainsNothing() {
    rescuedJob(1);
    entries.replaceAll(e ->
        e.what() == What.FAULT
            ? new Entry(e.micros(), "c", What.FAULT, "-", 0, 0, Fault.KILLED.word())
            : e);
    assertThat(verdict().unexplained()).containsExactly("j1");
  }

  @Test
  void findsCountersThatAreWrong() {
    goodJob(1);
    counted = 2;
    assertOnly("miscounted");
    counted = 0;
    assertOnly("miscounted");
  }

  /** It had claimed the run before, and begins it before it hears that it was declared dead. */
  @Test
  void aRunThatWasPassedMayBeginLateInAProcessThatStoodStill() {
    enqueue("j1", What.ACKED);
    fault(Fault.PAUSED, "a");
    start("b", 1, 2);
    end("b", 1, 2);
    hear("b", What.COMPLETED, 1, 2);
    start("a", 1, 1);
    heal(Fault.PAUSED, "a");
    end("a", 1, 1);
    hear("a", What.STALE, 1, 1);
    show(1, "completed");
    assertThat(verdict().cameBack()).isEmpty();
  }

  @Test
  void aRunThatWasPassedMayNotBeginLateElsewhere() {
    enqueue("j1", What.ACKED);
    start("b", 1, 2);
    end("b", 1, 2);
    hear("b", What.COMPLETED, 1, 2);
    start("a", 1, 1);
    end("a", 1, 1);
    hear("a", What.STALE, 1, 1);
    show(1, "completed");
    assertThat(verdict().cameBack()).containsExactly("j1");
  }
}
