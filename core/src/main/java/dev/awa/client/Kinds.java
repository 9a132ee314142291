package dev.awa.client;

import dev.awa.Described;
import dev.awa.engine.Descriptors.What;
import dev.awa.engine.Engine;
import java.util.List;

/** Looks at what is said of kinds. */
public final class Kinds {
  private final Engine engine;
  private final Database database;

  Kinds(Engine engine, Database database) {
    this.engine = engine;
    this.database = database;
  }

  /**
   * What applications say of their kinds, by kind, the newest first for each. A kind that nobody
   * describes is not in the list.
   */
  public List<Described> list() {
    return database.call("list kinds", tx -> engine.descriptors().list(tx, What.KIND, null));
  }
}
