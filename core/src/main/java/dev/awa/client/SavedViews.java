package dev.awa.client;

import dev.awa.Duty;
import dev.awa.InvalidFilterException;
import dev.awa.JobFilter;
import dev.awa.RenamedView;
import dev.awa.SavedView;
import dev.awa.engine.Engine;
import dev.awa.engine.StorableText;
import java.util.List;
import java.util.Optional;

/**
 * Filters of jobs that people have saved under a name, for everybody who looks at this schema: 500
 * at most.
 */
public final class SavedViews {
  private final Engine engine;
  private final Database writing;
  private final Database reading;

  SavedViews(Engine engine, Database database) {
    this.engine = engine;
    this.writing = database.as(Duty.OPERATOR);
    this.reading = database.as(Duty.READER);
  }

  /** All of them, by name. One whose filter can't be read says so: {@link SavedView#trouble}. */
  public List<SavedView> list() {
    return reading.call("list saved views", tx -> engine.savedViews().list(tx, null));
  }

  /**
   * The one of a name; empty when there is none.
   *
   * @throws IllegalArgumentException when the name is not 1 to 100 characters that can be stored
   */
  public Optional<SavedView> find(String name) {
    require(name);
    return reading.call(
        "find a saved view", tx -> engine.savedViews().list(tx, name).stream().findFirst());
  }

  /**
   * Saves a filter under a name, in place of what has the name.
   *
   * @param filter as people type it ({@link dev.awa.FilterText}), 1 to 4000 characters
   * @param by who saves it, for people
   * @return what had the name before; empty when the name is new. Of two who save at once the later
   *     one is told what the other had saved
   * @throws InvalidFilterException when the filter can't be understood
   * @throws IllegalArgumentException when the filter is empty or too long, or the name is not 1 to
   *     100 characters that can be stored
   * @throws dev.awa.AwaException when the name is new and there are 500 views, or when somebody
   *     else saves the same view, in a transaction that stays open for longer than 2 s
   */
  public Optional<SavedView> save(String name, String filter, String by) {
    require(name);
    StorableText.require("filter", filter, SavedView.FILTER_CHARACTERS);
    StorableText.requireName("by", by);
    if (JobFilter.parse(filter, 1).isEmpty()) {
      throw new IllegalArgumentException("filter: must name something (queue:mail), got nothing");
    }
    return writing.call("save a view", tx -> engine.savedViews().save(tx, name, filter, by));
  }

  /**
   * Gives a view another name.
   *
   * @throws IllegalArgumentException when a name is not 1 to 100 characters that can be stored
   * @throws dev.awa.AwaException when somebody else takes the other name at the same moment
   */
  public RenamedView rename(String name, String other) {
    require(name);
    require(other);
    return writing.call("rename a saved view", tx -> engine.savedViews().rename(tx, name, other));
  }

  /**
   * Deletes a view, for everybody.
   *
   * @return whether there was one
   * @throws IllegalArgumentException when the name is not 1 to 100 characters that can be stored
   */
  public boolean delete(String name) {
    require(name);
    return writing.call("delete a saved view", tx -> engine.savedViews().delete(tx, name));
  }

  private static void require(String name) {
    StorableText.require("name", name, SavedView.NAME_CHARACTERS);
  }
}
