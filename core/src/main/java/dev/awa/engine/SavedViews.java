package dev.awa.engine;

import dev.awa.RenamedView;
import dev.awa.SavedView;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Filters of jobs that people have saved under a name. */
public final class SavedViews {
  private final Sql list;
  private final Sql save;
  private final Sql rename;
  private final Sql delete;

  SavedViews(String schema) {
    list = Sql.of(schema, "saved_views/list.sql");
    save = Sql.of(schema, "saved_views/save_view.sql");
    rename = Sql.of(schema, "saved_views/rename_view.sql");
    delete = Sql.of(schema, "saved_views/delete_view.sql");
  }

  /** All of them, or the one that is named, by name. */
  public List<SavedView> list(Connection tx, @Nullable String name) throws SQLException {
    return list.list(tx, SavedViews::view, name);
  }

  /** Saves a filter under a name; what had the name before, empty when it is new. */
  public Optional<SavedView> save(Connection tx, String name, String filter, String by)
      throws SQLException {
    return save.list(tx, SavedViews::view, name, filter, by).stream().findFirst();
  }

  /** Gives a view another name. */
  public RenamedView rename(Connection tx, String name, String other) throws SQLException {
    return rename.one(
        tx,
        row ->
            row.getBoolean("renamed")
                ? RenamedView.RENAMED
                : row.getBoolean("taken") ? RenamedView.TAKEN : RenamedView.UNKNOWN,
        name,
        other);
  }

  /** Deletes a view; whether there was one. */
  public boolean delete(Connection tx, String name) throws SQLException {
    return delete.update(tx, name) > 0;
  }

  private static SavedView view(ResultSet row) throws SQLException {
    return new SavedView(
        row.getString("name"),
        row.getString("filter"),
        Columns.instant(row, "saved_at"),
        row.getString("saved_by"));
  }
}
