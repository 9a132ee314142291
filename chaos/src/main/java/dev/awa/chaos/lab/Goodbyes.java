package dev.awa.chaos.lab;

import java.sql.SQLException;

/**
 * Looks at each worker that is taken out of the list, because it signs off or is forgotten, whether
 * the claim log has runs of it that nobody has closed: nobody would look for them any more.
 */
public final class Goodbyes implements AutoCloseable {
  private static final String PLANTED =
      """
      CREATE TABLE public.chaos_goodbyes (worker_id bigint, open bigint);
      CREATE FUNCTION public.chaos_goodbye() RETURNS trigger
      LANGUAGE plpgsql SECURITY DEFINER AS $$
      BEGIN
        INSERT INTO public.chaos_goodbyes
        SELECT OLD.id, count(*) FROM awa.members m
        WHERE m.worker_id = OLD.id AND m.outcome IS NULL;
        RETURN OLD;
      END $$;
      CREATE TRIGGER chaos_goodbye BEFORE DELETE ON awa.workers
      FOR EACH ROW EXECUTE FUNCTION public.chaos_goodbye()\
      """;

  private final Database database;

  private Goodbyes(Database database) {
    this.database = database;
  }

  /** Looks from now on. */
  public static Goodbyes of(Database database) throws SQLException {
    database.execute(PLANTED);
    return new Goodbyes(database);
  }

  /**
   * Says whether all was closed of those who have gone.
   *
   * @throws IllegalStateException when it was not, or nobody has gone
   */
  public void requireNothingOpen() {
    if (database.number("SELECT count(*) FROM public.chaos_goodbyes") == 0) {
      throw new IllegalStateException("no worker has signed off or was forgotten");
    }
    long open = database.number("SELECT count(*) FROM public.chaos_goodbyes WHERE open > 0");
    if (open > 0) {
      throw new IllegalStateException(open + " workers have gone with runs open");
    }
  }

  /** Looks no more. */
  @Override
  public void close() {}
}
