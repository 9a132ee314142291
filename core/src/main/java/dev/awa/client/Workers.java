package dev.awa.client;

import dev.awa.Handling;
import dev.awa.KnownWorker;
import dev.awa.engine.Engine;
import java.util.List;

/** Looks at the worker processes. */
public final class Workers {
  private final Engine engine;
  private final Database database;

  Workers(Engine engine, Database database) {
    this.engine = engine;
    this.database = database;
  }

  /**
   * The workers that the database knows, the newest first, with what each handles and runs its
   * queues with.
   */
  public List<KnownWorker> list() {
    return database.call("list workers", engine.workers()::list);
  }

  /** Which kinds the living workers have handlers for now. */
  public Handling handling() {
    return Handling.of(list());
  }
}
