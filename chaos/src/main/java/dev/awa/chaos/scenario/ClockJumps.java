package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.Load;

/**
 * The clock of the database jumps ten minutes ahead, back, and ahead again under load. A jump ahead
 * is the same as that every time which is stored lies ten minutes further back: so that is what is
 * done, for all tables but the logs, whose times decide nothing but the ageing of priorities.
 *
 * <p>Nobody dies of it, so nothing may run twice. What was put off while the clock was back waits
 * for as long as the jump: the last one makes it due again.
 */
final class ClockJumps implements Scenario {
  private static final String STORED_TIMES =
      """
      DO $$
      DECLARE
        v_table record;
      BEGIN
        FOR v_table IN
          SELECT c.table_name,
                 string_agg(format('%%1$I = %%1$I + interval ''%s''', c.column_name), ', ') AS changes
          FROM information_schema.columns c
          JOIN pg_class t ON t.relname = c.table_name AND t.relnamespace = 'awa'::regnamespace
          WHERE c.table_schema = 'awa' AND c.data_type = 'timestamp with time zone'
            AND t.relkind = 'r' AND NOT t.relispartition
          GROUP BY c.table_name
          ORDER BY c.table_name
        LOOP
          EXECUTE format('UPDATE awa.%%I SET %%s', v_table.table_name, v_table.changes);
        END LOOP;
      END $$
      """;
  private static final String AHEAD = STORED_TIMES.formatted("-10 minutes");
  private static final String BACK = STORED_TIMES.formatted("10 minutes");
  private static final int JOBS = 200;

  @Override
  public String name() {
    return "clock-jumps";
  }

  @Override
  public String about() {
    return "the clock of the database jumps ten minutes ahead and back, under load";
  }

  @Override
  public String faults() {
    return "T2";
  }

  @Override
  public void run(Lab lab) throws Exception {
    lab.workers().startAll("one", "other");
    try (Load load = lab.producers().load()) {
      for (String jump : new String[] {AHEAD, BACK, AHEAD}) {
        load.awaitMore(JOBS);
        lab.injected();
        lab.database().execute(jump);
        lab.workers().awaitBeats();
      }
      load.awaitMore(JOBS);
    }
  }
}
