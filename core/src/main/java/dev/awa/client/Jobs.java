package dev.awa.client;

import dev.awa.AttemptOutput;
import dev.awa.AwaException;
import dev.awa.CancelVerdict;
import dev.awa.JobFilter;
import dev.awa.StoredJob;
import dev.awa.engine.Engine;
import java.util.List;
import java.util.Optional;

/** Looks at and steers jobs. */
public final class Jobs {
  private static final int TRIES = 100;

  private final Engine engine;
  private final Database database;

  Jobs(Engine engine, Database database) {
    this.engine = engine;
    this.database = database;
  }

  /** A job by its id; empty when there is none, or when its history is no longer kept. */
  public Optional<StoredJob> find(long id) {
    return database.call("find a job", tx -> engine.jobs().find(tx, id));
  }

  /** Jobs, newest first. */
  public List<StoredJob> list(JobFilter filter) {
    return database.call("list jobs", tx -> engine.jobs().list(tx, filter));
  }

  /**
   * Cancels a job, wherever it is: a waiting one never runs; the handler of a running one is told
   * at once, and nothing it does counts any more.
   *
   * @param reason kept with the job, for people
   * @throws AwaException when the job moved from place to place a hundred times while it was looked
   *     for
   */
  public CancelVerdict cancel(long id, String reason) {
    for (int i = 0; i < TRIES; i++) {
      Optional<CancelVerdict> verdict =
          database.transaction("cancel a job", tx -> engine.jobs().cancel(tx, id, reason));
      if (verdict.isPresent()) {
        return verdict.get();
      }
    }
    throw new AwaException(
        "job " + id + " could not be cancelled: it moved whenever it was found; try again");
  }

  /** What the attempts of a job printed, oldest first, while their segment is kept. */
  public List<AttemptOutput> outputs(long id) {
    return database.call("read outputs", tx -> engine.jobs().outputs(tx, id));
  }
}
