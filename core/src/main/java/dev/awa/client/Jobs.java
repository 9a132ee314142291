package dev.awa.client;

import dev.awa.AttemptOutput;
import dev.awa.JobFilter;
import dev.awa.StoredJob;
import dev.awa.engine.Engine;
import java.util.List;
import java.util.Optional;

/** Looks at jobs. */
public final class Jobs {
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

  /** What the attempts of a job printed, oldest first, while their segment is kept. */
  public List<AttemptOutput> outputs(long id) {
    return database.call("read outputs", tx -> engine.jobs().outputs(tx, id));
  }
}
