package dev.awa.worker;

import dev.awa.engine.Failures;
import dev.awa.engine.Flush;
import dev.awa.event.Event;
import dev.awa.event.JobUnreadable;
import dev.awa.event.TextsRefused;
import dev.awa.pace.Pace;
import dev.awa.worker.Batch.Result;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The batches that are to be sent, in order, and what becomes of one that fails. A failure that
 * says nothing of the rows costs a pause, and the batch is sent again. What is refused for its data
 * is halved until it stands alone, is tried without its texts, and is {@link Kept} when that is
 * refused too. A batch that goes on failing for any other reason while others are stored is halved
 * in the same way. Used by the finisher's thread.
 */
final class Outbox {

  private final Consumer<? super Event> events;
  private final Duration doubt;
  private final Kept kept;
  private final Deque<Batch> unsent = new ArrayDeque<>();
  private final Pace tellingTexts = new Pace(Duration.ofMinutes(1));
  private @Nullable Long storedNanos;
  private long withoutTexts;
  private String textsRefused = "";

  /**
   * Nothing is to be sent.
   *
   * @param doubt how long a batch fails for no reason of its data before it is blamed itself
   * @param kept where runs go that are refused alone
   */
  Outbox(Consumer<? super Event> events, Duration doubt, Kept kept) {
    this.events = events;
    this.doubt = doubt;
    this.kept = kept;
  }

  void add(Batch batch) {
    unsent.addLast(batch);
  }

  /** The batch that is to be sent next; null when there is none. */
  @Nullable Batch next() {
    return unsent.peekFirst();
  }

  /** A batch was stored. */
  void stored(Batch batch) {
    storedNanos = System.nanoTime();
    Result first = batch.results().getFirst();
    if (first.isWithoutTexts()) {
      tellWithoutTexts(first);
    }
    settled(batch);
  }

  /** The first time, and once a minute. */
  private void tellWithoutTexts(Result stored) {
    withoutTexts++;
    if (tellingTexts.isDue()) {
      events.accept(new TextsRefused(stored.ended().run().jobId(), withoutTexts, textsRefused));
    }
  }

  /** Nothing is left to be done for a batch. */
  void settled(Batch batch) {
    unsent.remove(batch);
    kept.dealtWith();
  }

  /**
   * Decides what follows when a batch failed on its way. When it answers false, a pause.
   *
   * @param flush as what it was sent
   */
  boolean isDealtWith(Batch batch, Flush flush, Throwable e) {
    Batch failed = batch.failed(Failures.isOutcomeUnknown(e) ? flush : null, System.nanoTime());
    if (Failures.isOfTheData(e) && !mayBeCommitted(batch, e)) {
      refused(batch, failed, e);
      return true;
    }
    if (batch.wasRefused()) {
      keep(batch, failed, e); // it has its turn again, and nobody waits for it
      return true;
    }
    doubted(batch, failed, e);
    return false;
  }

  /**
   * A batch was refused because rows of its runs can't be read; these are the runs, with what was
   * found out. It is sent again at once. False when nothing new was found out.
   */
  boolean isReplaced(Batch batch, Flush flush, List<Flush.Ended> readable) {
    if (readable.equals(batch.whole())) {
      return false;
    }
    for (Flush.Ended one : readable) {
      String why = one.run().unreadable();
      if (why != null && !batch.whole().contains(one)) {
        events.accept(
            new JobUnreadable(
                one.run().jobId(),
                "the row of job "
                    + one.run().jobId()
                    + " can't be read any more: "
                    + why
                    + ". Its ending is stored without what is lost; where it was to run again it is"
                    + " a dead letter"));
      }
    }
    replace(batch, batch.failed(flush, System.nanoTime()).with(readable));
    return true;
  }

  /**
   * Whether the driver failed by itself. On the first try nobody knows whether the batch was
   * committed; if the second fails in the same way, the batch can't be sent.
   */
  private static boolean mayBeCommitted(Batch batch, Throwable e) {
    return Failures.isOutcomeUnknown(e) && batch.unknown() == null;
  }

  /**
   * The database refuses something in the batch: it is looked for by halves, so that no other run
   * suffers.
   */
  private void refused(Batch batch, Batch failed, Throwable e) {
    Result first = batch.results().getFirst();
    if (batch.size() > 1) {
      replace(batch, failed.firstHalf(), failed.secondHalf());
    } else if (first.hasTexts()) {
      textsRefused = Event.line(e);
      replace(batch, failed.withoutTexts());
    } else {
      keep(batch, failed, e);
    }
  }

  private void keep(Batch batch, Batch failed, Throwable e) {
    unsent.remove(batch);
    kept.keep(failed, e);
  }

  /**
   * A batch fails, and not for its data. It is sent again after a pause. When that has gone on for
   * too long it lets others pass; and if they get through, or it is not known whose the failure is,
   * it is halved, and a single run is kept.
   */
  private void doubted(Batch batch, Batch failed, Throwable e) {
    boolean othersAreStored = failed.failedBefore(storedNanos);
    unsent.remove(batch);
    if (!failed.isInDoubt(doubt, System.nanoTime())) {
      unsent.addFirst(failed);
    } else if (failed.size() > 1 && (othersAreStored || !Failures.isOfTheServer(e))) {
      Batch suspect = failed.suspected(System.nanoTime());
      unsent.addLast(suspect.firstHalf());
      unsent.addLast(suspect.secondHalf());
    } else if (failed.size() == 1 && othersAreStored) {
      kept.keep(failed, e);
    } else {
      unsent.addLast(failed);
    }
  }

  /** Puts others in the place of a batch. */
  private void replace(Batch batch, Batch... others) {
    unsent.remove(batch);
    for (int i = others.length - 1; i >= 0; i--) {
      unsent.addFirst(others[i]);
    }
  }
}
