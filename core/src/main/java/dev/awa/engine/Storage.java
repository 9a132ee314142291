package dev.awa.engine;

import dev.awa.ChangedStorage;
import dev.awa.Rebased;
import dev.awa.Rotated;
import dev.awa.SettingChange;
import dev.awa.StorageSettings;
import dev.awa.StorageStatus;
import dev.awa.StorageStatus.Blocker;
import dev.awa.StorageStatus.Carry;
import dev.awa.StorageStatus.Holder;
import dev.awa.StorageStatus.Keeper;
import dev.awa.StorageStatus.Lane;
import dev.awa.StorageStatus.LaneCounts;
import dev.awa.StorageStatus.Leader;
import dev.awa.StorageStatus.Tallies;
import dev.awa.StorageStatus.Worker;
import dev.awa.engine.Segments.Facts;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What operators see of the storage, and what they do to it. */
public final class Storage {
  private static final Duration KEPT_FOR_LONG = Duration.ofSeconds(1);

  private final Segments segments;
  private final Origin origin;
  private final Sql keepers;
  private final Sql settings;
  private final Sql holdSettings;
  private final Sql set;
  private final Sql changes;
  private final Sql carry;
  private final Sql lanes;
  private final Sql lanesInAll;
  private final Sql tallies;
  private final Sql workers;
  private final Sql health;
  private final Sql leader;
  private final Sql rotateNow;
  private final Sql rebase;

  Storage(String schema, Ring ring, Origin origin) {
    segments = new Segments(schema, ring);
    this.origin = origin;
    keepers = Sql.of(schema, "locks/stripe_keepers.sql");
    settings = Sql.of(schema, "storage/settings.sql");
    holdSettings = Sql.of(schema, "storage/hold_settings.sql");
    set = Sql.of(schema, "storage/set.sql");
    changes = Sql.of(schema, "queues/changes.sql");
    carry = Sql.of(schema, "carry/bytes.sql");
    lanes = Sql.of(schema, "lanes/status.sql");
    lanesInAll = Sql.of(schema, "lanes/occupied.sql");
    tallies = Sql.of(schema, "counts/tally_lag.sql");
    workers = Sql.of(schema, "storage/workers.sql");
    health = Sql.of(schema, "storage/health.sql");
    leader = Sql.of(schema, "storage/leader.sql");
    rotateNow = Sql.of(schema, "storage/rotate_now.sql");
    rebase = Sql.of(schema, "rebase/rebase.sql");
  }

  /**
   * The storage as it is, part by part.
   *
   * @param lanesShown how many lanes are looked at
   */
  public StorageStatus status(ReadTransactions looks, int lanesShown) throws SQLException {
    List<Worker> known = looks.take(this::workers);
    Optional<Leader> leads = looks.take(this::leader);
    List<Facts> held = segments.held(looks);
    List<Holder> holders = segments.holders(looks, held);
    return new StorageStatus(
        Ring.SLOTS,
        held.stream().map(Facts::shown).toList(),
        blockers(
            looks.take(origin::foreign),
            Blockers.of(held, holders, known, leads.isPresent()),
            held),
        holders,
        looks.take(tx -> keepers(tx, null, null, null, KEPT_FOR_LONG)),
        looks.take(this::carry),
        looks.take(this::tallies),
        looks.take(this::laneCounts),
        looks.take(tx -> lanes(tx, lanesShown)),
        leads.orElse(null),
        known,
        looks.take(this::settings),
        looks.take(this::countersTrustedAt).orElse(null));
  }

  /** That the data was not written here is in the way of everything. */
  private static List<Blocker> blockers(
      Optional<String> foreign, List<Blocker> others, List<Facts> held) {
    List<Blocker> all = new ArrayList<>();
    foreign.ifPresent(words ->
        all.add(new Blocker(held.stream().map(one -> one.generation().number()).toList(), words)));
    all.addAll(others);
    return all;
  }

  /**
   * The transactions that have kept others from a stripe, or the calls of a worker, for longer than
   * a while; which takes as long when there is one.
   */
  public List<Keeper> keepers(Connection tx, ClaimLog.Stripe stripe, long workerId, Duration longer)
      throws SQLException {
    return keepers(tx, stripe.queue(), (int) stripe.number(), workerId, longer);
  }

  /** The same of every stripe, or of every worker. */
  private List<Keeper> keepers(
      Connection tx,
      @Nullable String queue,
      @Nullable Integer stripe,
      @Nullable Long workerId,
      Duration longer)
      throws SQLException {
    return keepers.list(
        tx,
        row ->
            Holders.withWords(
                new Keeper(
                    row.getString("queue"),
                    row.getObject("stripe", Integer.class),
                    row.getObject("worker_id", Long.class),
                    row.getObject("pid", Integer.class),
                    row.getString("application"),
                    row.getString("role"),
                    row.getString("state"),
                    Sql.duration(row, "open_for"),
                    row.getString("doing"),
                    "")),
        queue,
        stripe,
        workerId,
        longer);
  }

  /**
   * The oldest generation that holds a slot.
   *
   * @param blockers what keeps it from being pruned, in words
   */
  public record Oldest(long generation, List<String> blockers) {}

  /** The oldest generation, and what keeps it. */
  public Oldest oldest(ReadTransactions looks) throws SQLException {
    return oldest(looks, segments.held(looks));
  }

  /** The same for somebody who prunes what is kept as history too. */
  public Oldest oldestWithoutHistory(ReadTransactions looks) throws SQLException {
    return oldest(looks, segments.held(looks).stream().map(Facts::withoutHistory).toList());
  }

  private Oldest oldest(ReadTransactions looks, List<Facts> held) throws SQLException {
    // no more than two, so that the words are of this one alone
    List<Facts> ends = held.size() == 1 ? held : List.of(held.getFirst(), held.getLast());
    long generation = held.getFirst().generation().number();
    List<String> words =
        Blockers.of(
                ends,
                segments.holders(looks, held),
                looks.take(this::workers),
                looks.take(this::leader).isPresent())
            .stream()
            .filter(blocker -> blocker.generations().contains(generation))
            .map(Blocker::words)
            .toList();
    return new Oldest(generation, words);
  }

  private Carry carry(Connection connection) throws SQLException {
    return carry.one(
        connection,
        row -> new Carry(row.getLong("runs"), row.getLong("claims"), row.getLong("bytes")),
        StorageStatus.COUNTED,
        StorageStatus.COUNTED);
  }

  private Tallies tallies(Connection connection) throws SQLException {
    return tallies.one(
        connection,
        row ->
            new Tallies(
                row.getLong("claims"),
                row.getLong("lanes"),
                row.getLong("most"),
                row.getString("queue")),
        StorageStatus.COUNTED);
  }

  private LaneCounts laneCounts(Connection connection) throws SQLException {
    long most = StorageStatus.COUNTED;
    return lanesInAll.one(
        connection,
        row -> {
          long all = row.getLong("used") + row.getLong("retired");
          long occupied = row.getLong("occupied");
          Long empty = occupied < most ? all - occupied : null;
          return new LaneCounts(row.getLong("used"), row.getLong("retired"), occupied, empty);
        },
        most);
  }

  private List<Lane> lanes(Connection connection, int limit) throws SQLException {
    return lanes.list(
        connection,
        row ->
            new Lane(
                row.getInt("lane"),
                row.getString("queue"),
                row.getInt("priority"),
                row.getInt("stripe"),
                row.getLong("claims"),
                row.getLong("taken"),
                row.getLong("waiting"),
                row.getBoolean("more")),
        limit,
        (long) StorageStatus.COUNTED);
  }

  private List<Worker> workers(Connection connection) throws SQLException {
    return workers.list(
        connection,
        row ->
            new Worker(
                row.getLong("id"),
                row.getString("state"),
                Columns.instant(row, "started_at"),
                Columns.instant(row, "beat_at"),
                Sql.some(row, "silent"),
                Sql.some(row, "beat"),
                Sql.some(row, "lease"),
                Arrays.stream((Short[]) row.getArray("held_slots").getArray())
                    .map(Short::intValue)
                    .toList(),
                row.getString("name"),
                List.of((String[]) row.getArray("queues").getArray())));
  }

  private Optional<Leader> leader(Connection connection) throws SQLException {
    return leader.first(
        connection,
        row ->
            new Leader(
                row.getLong("worker_id"),
                row.getString("name"),
                row.getLong("term"),
                Columns.instant(row, "expires_at")));
  }

  /**
   * Since when counts of jobs outside of the logs go by what was noted of them; empty while they
   * are made by a scan: after a table was truncated by hand, or the data was restored.
   */
  public Optional<Instant> countersTrustedAt(Connection tx) throws SQLException {
    return settings
        .one(
            tx,
            row -> Optional.ofNullable(row.getObject("counters_trusted_at", OffsetDateTime.class)))
        .map(OffsetDateTime::toInstant);
  }

  /** When segments are rotated and how long history is kept. */
  public StorageSettings settings(Connection tx) throws SQLException {
    return settings.one(
        tx,
        row ->
            StorageSettings.defaults()
                .withRotateAfter(Sql.some(row, "rotate_after"))
                .withRotateBytes(row.getLong("rotate_bytes"))
                .withKeepHistory(Sql.some(row, "keep_history"))
                .withKeepBytes(row.getLong("keep_bytes"))
                .withKeepFailed(Sql.some(row, "keep_failed"))
                .withKeepDeadLetters(Sql.some(row, "keep_dead_letters"))
                .withKeepAudit(Sql.some(row, "keep_audit")));
  }

  /**
   * Keeps the settings as they are until the transaction ends; waits for somebody who has them for
   * 2 s at most.
   */
  public void holdSettings(Connection tx) throws SQLException {
    holdSettings.list(tx, row -> "");
  }

  /**
   * Changes the settings; the leader goes by them with its next step. What was overwritten, by
   * name.
   */
  public List<ChangedStorage.Setting> set(Connection tx, StorageSettings to, String by)
      throws SQLException {
    return set.list(
        tx,
        row -> {
          String name = row.getString("setting");
          OffsetDateTime last = row.getObject("set_at", OffsetDateTime.class);
          return new ChangedStorage.Setting(
              name,
              SettingsJson.storageValue(name, row.getString("before")),
              SettingsJson.storageValue(name, row.getString("after")),
              row.getString("set_by"),
              last == null ? null : last.toInstant());
        },
        SettingsJson.write(to),
        by);
  }

  /** The newest changes of the settings, the newest first. */
  public List<SettingChange> changes(Connection tx, int limit) throws SQLException {
    return changes.list(
        tx,
        row -> {
          String name = row.getString("setting");
          return new SettingChange(
              Columns.instant(row, "changed_at"),
              row.getString("changed_by"),
              name,
              SettingsJson.storageValue(name, row.getString("before")),
              SettingsJson.storageValue(name, row.getString("after")));
        },
        "storage",
        "storage",
        limit);
  }

  /** Opens the next segment when the current one holds anything, however young and small. */
  public Rotated.Answer rotateNow(Connection tx, Lead lead) throws SQLException {
    return rotateNow.one(
        tx,
        row -> Rotated.Answer.valueOf(row.getString(1).toUpperCase(Locale.ROOT)),
        lead.workerId(),
        lead.term());
  }

  /** Writes every unfinished run anew under transaction ids of this cluster. */
  public Rebased rebase(Connection tx) throws SQLException {
    return rebase.one(tx, row -> new Rebased(row.getLong("waiting"), row.getLong("was_open")));
  }

  /**
   * What tells how a queue fares.
   *
   * @param leader the name of the worker that leads; null when it is no worker, or nobody leads
   * @param led whether somebody leads
   * @param deadFor for how long the first dead worker waits for its rescue; null when none does
   * @param late for how long the first deferred job is due, negative when it is not; null without
   * @param used how many segments hold a slot
   */
  public record Vitals(
      @Nullable String leader,
      boolean led,
      long alive,
      long dead,
      @Nullable Duration deadFor,
      @Nullable Duration late,
      int used) {}

  /** What tells how the queue fares. */
  public Vitals vitals(Connection tx) throws SQLException {
    return health.one(
        tx,
        row ->
            new Vitals(
                row.getString("leader"),
                row.getBoolean("led"),
                row.getLong("alive"),
                row.getLong("dead"),
                Sql.duration(row, "dead_for"),
                Sql.duration(row, "late"),
                row.getInt("used")));
  }
}
