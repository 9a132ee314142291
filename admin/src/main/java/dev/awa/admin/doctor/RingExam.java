package dev.awa.admin.doctor;

import dev.awa.StorageStatus;
import dev.awa.StorageStatus.Holder;
import dev.awa.StorageStatus.Keeper;
import dev.awa.StorageStatus.Segment;
import java.util.ArrayList;
import java.util.List;

/** The ring of segments: what keeps it from turning, who keeps others waiting. */
final class RingExam implements Exam {
  private static final int LANES = 1;
  private static final int SPARE = 3;

  @Override
  public String name() {
    return "storage";
  }

  @Override
  public String about() {
    return "the ring of segments, what keeps them, stripes and workers that somebody keeps, counts";
  }

  @Override
  public boolean looksAtTheQueue() {
    return true;
  }

  @Override
  public List<Finding> on(Patient patient) {
    StorageStatus status = patient.awa().storage().status(LANES);
    List<Finding> findings = new ArrayList<>();
    ring(status, findings);
    status.holders().stream()
        .filter(holder -> holder.step() == null)
        .forEach(holder -> findings.add(holding(holder)));
    status.keepers().forEach(keeper -> findings.add(keeping(keeper)));
    if (status.countersTrustedAt() == null) {
      findings.add(
          warning(
              "the counts of ended jobs are not trusted",
              "counters_trusted_at is null",
              "they are counted one by one: queue stats and lists are slower",
              "the leader mends that; else: awa storage rebuild-terminal-counters"));
    }
    if (status.tallies().areBehind()) {
      findings.add(
          warning(
              "the leader does not keep up with its tallies",
              status.tallies().most() + " claims of queue " + status.tallies().queue(),
              "a count of this queue reads them one by one",
              "see exam queue: who leads, which steps fail"));
    }
    return findings;
  }

  private void ring(StorageStatus status, List<Finding> findings) {
    int used = status.segments().size();
    if (used * 2 >= status.slots() && isKept(status)) {
      long oldest = status.segments().getFirst().generation();
      String kept = String.join("; ", status.blockersOf(oldest));
      String evidence = used + " of " + status.slots() + " slots; the oldest is kept by: " + kept;
      boolean isFull = used >= status.slots() - 1;
      String consequence =
          "when the ring is full, the leader carries what is left out of the oldest segment";
      String remedy = "what the words say; awa storage status shows each segment";
      findings.add(
          isFull
              ? problem("the ring is full", evidence, consequence, remedy)
              : warning("the ring fills up", evidence, consequence, remedy));
    }
  }

  /**
   * Whether the oldest segment is kept by more than its history. History fills most of the ring on
   * any queue that is at work, and is let go before the last {@link #SPARE} slots are taken.
   */
  private static boolean isKept(StorageStatus status) {
    Segment oldest = status.segments().getFirst();
    return oldest.waiting()
        || oldest.openClaims() > 0
        || !status.holders().isEmpty()
        || status.segments().size() > status.slots() - SPARE;
  }

  private Finding holding(Holder holder) {
    String who =
        holder.prepared() == null
            ? "process " + holder.pid()
            : "prepared transaction " + holder.prepared();
    return warning(
        "an open transaction has used the oldest segment",
        who
            + (holder.application().isEmpty() ? "" : " (" + holder.application() + ")")
            + " of "
            + holder.user()
            + ", open for "
            + Ago.words(holder.openFor()),
        "the segment is not emptied, and the ring does not turn, while it is open",
        holder.prepared() == null
            ? "end it, or: SELECT pg_terminate_backend(" + holder.pid() + ");"
            : "decide: COMMIT PREPARED "
                + Quoted.literal(holder.prepared())
                + "; or: ROLLBACK PREPARED "
                + Quoted.literal(holder.prepared())
                + ";");
  }

  private Finding keeping(Keeper keeper) {
    boolean isStripe = keeper.queue() != null;
    return problem(
        isStripe
            ? "somebody keeps a stripe of queue " + keeper.queue()
            : "somebody keeps worker " + keeper.workerId(),
        keeper.words(),
        isStripe
            ? "nothing is claimed from the stripe"
            : "the worker claims nothing, and none of its endings is stored",
        "end the transaction, or: SELECT pg_terminate_backend(" + keeper.pid() + ");");
  }
}
