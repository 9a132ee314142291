package dev.awa.engine;

import dev.awa.DuplicateJobException;
import dev.awa.StrayKeys.StrayKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys that unique jobs hold. They are taken by append and let go with the job's end, but for
 * those of periods.
 */
public final class UniqueKeys {
  private static final int PART = 10_000;

  private final Sql keys;
  private final Sql hold;
  private final Sql letGoPeriods;
  private final Sql letGoGeneration;
  private final Sql letGoStrays;
  private final Sql holder;

  UniqueKeys(String schema) {
    keys = Sql.of(schema, "unique/keys.sql");
    hold = Sql.of(schema, "unique/hold.sql");
    letGoPeriods = Sql.of(schema, "unique/let_go_periods.sql");
    letGoGeneration = Sql.of(schema, "unique/let_go_generation.sql");
    letGoStrays = Sql.of(schema, "unique/let_go_strays.sql");
    holder = Sql.of(schema, "unique/holder.sql");
  }

  /** The job that holds the key that this job would need; empty when it is free. */
  public Optional<Long> holder(Connection tx, NewJob like) throws SQLException {
    return holder.first(
        tx, row -> row.getLong(1), like.kind(), like.queue(), like.args(), like.unique());
  }

  /** Lets go of up to {@code limit} keys of periods that are over; how many it were. */
  public long letGoPeriods(Connection tx, int limit) throws SQLException {
    return letGoPeriods.one(tx, row -> row.getLong(1), limit);
  }

  /**
   * Lets go of up to {@code limit} keys of completed jobs whose term is a generation that is about
   * to be emptied, or an older one; how many it were.
   */
  public long letGoGeneration(Connection tx, Lead lead, long generation, int limit)
      throws SQLException {
    return letGoGeneration.one(
        tx, row -> row.getLong(1), lead.workerId(), lead.term(), generation, limit);
  }

  /** Lets go of up to so many keys, and answers how many it were. */
  public interface Part {
    long upTo(int limit) throws SQLException;
  }

  /** A part at a time, until one is not full: a million keys take seconds. */
  public static void inParts(Part part) throws SQLException {
    long gone = PART;
    while (gone == PART) {
      gone = part.upTo(PART);
    }
  }

  /**
   * A look for stray keys among some, in key order.
   *
   * @param lookedAt how many keys
   * @param upTo the last of them; null when there was none
   * @param letGo those that were held by no job
   */
  public record Slice(int lookedAt, @Nullable String upTo, List<StrayKey> letGo) {}

  /**
   * Lets go of stray keys among up to {@code limit} keys.
   *
   * @param after where the last slice ended; null for the first
   */
  public Slice letGoStrays(Connection tx, @Nullable String after, int limit) throws SQLException {
    return letGoStrays.one(
        tx,
        row -> {
          String[] letGo = (String[]) row.getArray("let_go").getArray();
          Long[] holders = (Long[]) row.getArray("holders").getArray();
          List<StrayKey> strays = new ArrayList<>();
          for (int i = 0; i < letGo.length; i++) {
            strays.add(new StrayKey(letGo[i], holders[i]));
          }
          return new Slice(row.getInt("looked_at"), row.getString("up_to"), strays);
        },
        after,
        limit);
  }

  /**
   * Takes the unique keys of a call that is more than a chunk, all of them in key order: were each
   * chunk to take its own, two such calls could wait for each other.
   *
   * @throws DuplicateJobException when a duplicate's rule is to fail; keys that were taken are the
   *     caller's to take back
   */
  public Holding hold(Connection tx, List<NewJob> jobs) throws SQLException {
    Call call = new Call(jobs);
    int end;
    for (int from = 0; from < jobs.size(); from = end) {
      end = ReadyLog.endOfChunk(jobs, from);
      call.number(tx, from, end);
    }
    List<Integer> wanted = call.firstOfEachKey();
    Map<String, String> rules = call.rules();
    for (int from = 0; from < wanted.size(); from += ReadyLog.CHUNK) {
      call.take(tx, wanted.subList(from, Math.min(wanted.size(), from + ReadyLog.CHUNK)), rules);
    }
    return call.held();
  }

  /** A call whose keys are taken. */
  private final class Call {
    private final List<NewJob> jobs;
    private final long[] ids;
    private final @Nullable String[] keysOf;
    private final boolean[] strict;
    private final boolean[] replacing;
    private final long[] owners;

    Call(List<NewJob> jobs) {
      this.jobs = jobs;
      ids = new long[jobs.size()];
      keysOf = new @Nullable String[jobs.size()];
      strict = new boolean[jobs.size()];
      replacing = new boolean[jobs.size()];
      owners = new long[jobs.size()];
    }

    void number(Connection tx, int from, int to) throws SQLException {
      List<NewJob> chunk = jobs.subList(from, to);
      keys.one(
          tx,
          row -> {
            Long[] newIds = (Long[]) row.getArray("ids").getArray();
            @Nullable String[] newKeys = (@Nullable String[]) row.getArray("keys").getArray();
            Boolean[] strictOnes = (Boolean[]) row.getArray("strict").getArray();
            Boolean[] replacingOnes = (Boolean[]) row.getArray("replacing").getArray();
            for (int i = 0; i < newIds.length; i++) {
              ids[from + i] = newIds[i];
              keysOf[from + i] = newKeys[i];
              strict[from + i] = strictOnes[i];
              replacing[from + i] = replacingOnes[i];
            }
            return newIds.length;
          },
          to - from,
          Columns.strings(chunk, NewJob::kind),
          Columns.strings(chunk, NewJob::queue),
          Columns.strings(chunk, job -> job.unique() == null ? null : job.args()),
          Columns.strings(chunk, NewJob::unique));
    }

    /** The first job that wants each key, in the order of the keys. */
    List<Integer> firstOfEachKey() {
      Map<String, Integer> firsts = new TreeMap<>(); // hex digits sort as the bytes do
      for (int i = 0; i < keysOf.length; i++) {
        String key = keysOf[i];
        if (key != null) {
          firsts.putIfAbsent(key, i);
        }
      }
      return List.copyOf(firsts.values());
    }

    /** The rule with which each key is taken: the first that replaces, else the first of all. */
    Map<String, String> rules() {
      Map<String, String> rules = new HashMap<>();
      putRules(rules, true);
      putRules(rules, false);
      return rules;
    }

    private void putRules(Map<String, String> rules, boolean ofReplacing) {
      for (int i = 0; i < keysOf.length; i++) {
        String key = keysOf[i];
        String rule = jobs.get(i).unique();
        if (key != null && rule != null && replacing[i] == ofReplacing) {
          rules.putIfAbsent(key, rule);
        }
      }
    }

    void take(Connection tx, List<Integer> wanted, Map<String, String> rules) throws SQLException {
      Long[] holders =
          hold.one(
              tx,
              row -> (Long[]) row.getArray(1).getArray(),
              wanted.stream().mapToLong(i -> ids[i]).toArray(),
              Columns.strings(wanted, i -> keysOf[i]),
              Columns.strings(wanted, i -> rules.get(keysOf[i])));
      for (int i = 0; i < holders.length; i++) {
        owners[wanted.get(i)] = holders[i];
      }
    }

    Holding held() {
      Map<String, Long> ownerOf = new HashMap<>();
      for (int i = 0; i < ids.length; i++) {
        String key = keysOf[i];
        long owner = owners[i];
        owners[i] = key == null ? ids[i] : ownerOf.computeIfAbsent(key, unseen -> owner);
      }
      refuseStrictDuplicates();
      return new Holding(jobs, ids, keysOf, owners, replacing);
    }

    private void refuseStrictDuplicates() {
      for (int i = 0; i < ids.length; i++) {
        long owner = owners[i];
        if (strict[i] && owner != ids[i]) {
          boolean own = Arrays.stream(ids).anyMatch(id -> id == owner);
          throw new DuplicateJobException(i, own ? 0 : owner);
        }
      }
    }
  }
}
