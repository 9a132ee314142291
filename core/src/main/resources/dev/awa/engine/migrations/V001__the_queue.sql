-- The tables of the queue. Read engine/README.md beside the Java sources first. As every migration
-- this is run within a PL/pgSQL block: a SELECT whose answer nobody wants is a PERFORM.
--
-- Logs (ready_entries, claims, closures, ready_tombstones, attempt_outputs, state_changes; timings
-- and depths too) are only ever appended to and truncated: no UPDATE, no DELETE, so they never hold
-- a dead tuple and need no vacuum. Column order packs the rows: eight-byte columns first, no NULL
-- in a row of the ready log (a null bitmap costs eight bytes there).

-- The ring of segments: an append-only ledger, the newest row is the current segment. since:
-- transactions with a higher id write to generation gen - 1 or a newer one (see awa.write_gen);
-- NULL where that is not known.
CREATE TABLE awa.ring (
  gen        bigint      PRIMARY KEY,
  since      xid8,
  slot       smallint    NOT NULL CHECK (slot = gen % 16),
  rotated_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
INSERT INTO awa.ring (gen, slot) VALUES (0, 0);

-- The same, past every snapshot. ring_head follows the ledger once a rotation is committed, so
-- nobody writes into a slot that claims do not read yet. ring_tail runs ahead of a prune, under its
-- locks, so a writer that holds the lock of a slot and finds the slot not below ring_tail knows
-- that it is live, whatever snapshot its transaction has. Both are set here: a sequence that never
-- was has no last value (see awa.head_gen).
CREATE SEQUENCE awa.ring_head MINVALUE 0 START 0;
CREATE SEQUENCE awa.ring_tail MINVALUE 0 START 0;
PERFORM setval('awa.ring_head', 0), setval('awa.ring_tail', 0);

-- The generations that were pruned, a ledger too: the oldest one that still holds its slot is the
-- next after the newest of these. carried: how many rows of it went into the carry partitions.
CREATE TABLE awa.prunes (
  gen       bigint      PRIMARY KEY,
  pruned_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  carried   bigint      NOT NULL DEFAULT 0
);

-- When segments are rotated, how long finished history is kept, and since when the folded counters
-- are trusted: since this very migration made the schema, or since they were rebuilt.
-- xid_high_water: an epoch that the cluster had reached, kept by maintenance; a cluster that is
-- behind it is not the one that the data was written in. job_id_high_water: the same of the ids of
-- jobs; a sequence that is behind it did not come with the data.
CREATE TABLE awa.storage_state (
  singleton           boolean     PRIMARY KEY DEFAULT true CHECK (singleton),
  rotate_after        interval    NOT NULL DEFAULT '5 minutes',
  rotate_bytes        bigint      NOT NULL DEFAULT 268435456,
  keep_history        interval    NOT NULL DEFAULT '1 hour',
  keep_bytes          bigint      NOT NULL DEFAULT 4294967296,
  keep_failed         interval    NOT NULL DEFAULT '3 days',
  keep_dead_letters   interval    NOT NULL DEFAULT '30 days',
  keep_audit          interval    NOT NULL DEFAULT '90 days',
  counters_trusted_at timestamptz DEFAULT clock_timestamp(),
  xid_high_water      xid8 NOT NULL DEFAULT pg_snapshot_xmax(pg_current_snapshot()),
  job_id_high_water   bigint NOT NULL DEFAULT 0
);
INSERT INTO awa.storage_state DEFAULT VALUES;

-- Settings of a queue, which hold for all of its workers, and whether it is paused. NULL: not set,
-- so it is as the worker says, or the storage, or by default (docs/reference/settings.md).
-- paused_until: when the pause ends by itself. Set by awa.set_queue and awa.pause; a queue without
-- a row has none, and producers never write here.
CREATE TABLE awa.queues (
  name                text        PRIMARY KEY CHECK (char_length(name) BETWEEN 1 AND 200),
  paused              boolean     NOT NULL DEFAULT false,
  paused_at           timestamptz,
  paused_until        timestamptz,
  paused_by           text,
  paused_reason       text,
  stripes             smallint    CHECK (stripes BETWEEN 1 AND 64),
  aging               interval    CHECK (aging >= '0 seconds'),
  dead_letters        boolean,
  concurrency         integer     CHECK (concurrency BETWEEN 1 AND 1000000),
  poll                interval    CHECK (poll BETWEEN '10 milliseconds' AND '1 hour'),
  claim_size          smallint    CHECK (claim_size BETWEEN 1 AND 512),
  deadline            interval    CHECK (deadline BETWEEN '1 millisecond' AND '7 days'),
  max_attempts        smallint    CHECK (max_attempts BETWEEN 1 AND 1000),
  retry_delay         interval    CHECK (retry_delay BETWEEN '0 seconds' AND '3650 days'),
  longest_retry_delay interval    CHECK (longest_retry_delay BETWEEN '0 seconds' AND '3650 days'),
  keep_completed      interval    CHECK (keep_completed BETWEEN '0 seconds' AND '3650 days'),
  keep_failed         interval    CHECK (keep_failed BETWEEN '0 seconds' AND '3650 days'),
  keep_dead_letters   interval    CHECK (keep_dead_letters BETWEEN '0 seconds' AND '3650 days')
);

-- How long what failed of a kind is kept, in whatever queue. NULL: not set, so it is as the queue
-- says, or the storage. Set by awa.set_kind; a kind without a row has none.
CREATE TABLE awa.kinds (
  name              text     PRIMARY KEY CHECK (char_length(name) BETWEEN 1 AND 200),
  keep_failed       interval CHECK (keep_failed BETWEEN '0 seconds' AND '3650 days'),
  keep_dead_letters interval CHECK (keep_dead_letters BETWEEN '0 seconds' AND '3650 days')
);

-- What was changed of queues, kinds, schedules and the storage, by whom: the newest thousand
-- changes of each (awa.note_changes). name: that of the storage is 'storage'. before, after: times
-- in seconds; NULL where it was not set. What was done to a schedule is here too
-- (awa.note_schedules); of a deleted one it stays for keep_audit.
CREATE TABLE awa.setting_changes (
  what       text        NOT NULL CHECK (what IN ('queue', 'kind', 'schedule', 'storage')),
  name       text        NOT NULL,
  change_no  bigint      NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  changed_by text        NOT NULL,
  setting    text        NOT NULL,
  before     text,
  after      text,
  PRIMARY KEY (what, name, change_no)
);
CREATE INDEX setting_changes_of_deleted ON awa.setting_changes (changed_at)
  WHERE setting = 'deleted';

-- What applications say of their queues and kinds, for people: a row for each thing that is said of
-- one. Two that were seen lately differ: two applications, or two revisions of one. since: when it
-- was said first; seen_at: when a worker said it last; said_by: the name of that worker.
CREATE TABLE awa.descriptors (
  what    text        NOT NULL CHECK (what IN ('queue', 'kind')),
  name    text        NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  digest  text        NOT NULL,
  since   timestamptz NOT NULL DEFAULT clock_timestamp(),
  seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  said_by text        NOT NULL,
  says    jsonb       NOT NULL,
  PRIMARY KEY (what, name, digest)
);

-- Who has purged a queue, when, and how many jobs that took away of those that waited, by state.
CREATE TABLE awa.queue_purges (
  queue     text        NOT NULL,
  purged_at timestamptz NOT NULL,
  purged_by text        NOT NULL,
  available bigint      NOT NULL,
  scheduled bigint      NOT NULL,
  retryable bigint      NOT NULL,
  PRIMARY KEY (queue, purged_at)
);

-- One ordered stream: (queue, priority, stripe). Not unique on purpose: a producer that finds no
-- committed lane makes one without waiting for anybody; twins are claimed like any other lane, and
-- every later producer uses the smallest. retired_at: claims leave the lane out, a twin that has
-- come to rest (awa.retire_lanes); whoever proves that nothing waits still looks at it. xid: of the
-- transaction that made it.
CREATE TABLE awa.lanes (
  xid        xid8        NOT NULL DEFAULT pg_current_xact_id(),
  retired_at timestamptz,
  lane       integer     PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  priority   smallint    NOT NULL CHECK (priority BETWEEN 1 AND 4),
  stripe     smallint    NOT NULL CHECK (stripe BETWEEN 0 AND 63),
  queue      text        NOT NULL CHECK (char_length(queue) BETWEEN 1 AND 200)
);
CREATE INDEX lanes_by_queue ON awa.lanes (queue, priority, stripe, lane);
CREATE INDEX lanes_in_use ON awa.lanes (queue, stripe, lane) WHERE retired_at IS NULL;

CREATE SEQUENCE awa.job_id_seq AS bigint;

-- Ready log: one row a run.
CREATE TABLE awa.ready_entries (
  xid          xid8        NOT NULL DEFAULT pg_current_xact_id(),
  job_id       bigint      NOT NULL,
  ready_at     timestamptz NOT NULL DEFAULT statement_timestamp(),
  lane         integer     NOT NULL,
  run_no       integer     NOT NULL DEFAULT 1,
  slot         smallint    NOT NULL,
  attempt      smallint    NOT NULL DEFAULT 0,
  max_attempts smallint    NOT NULL DEFAULT 25,
  kind         text        NOT NULL,
  args         json        NOT NULL,
  ext          json        NOT NULL DEFAULT '{}'
) PARTITION BY LIST (slot);

-- Claim log: one row a claim. The newest row of a lane is the lane's cursor. members[i] is the job
-- of ordinal i; run_nos[i] its run_no (NULL: all are 1, the first run). The transactions of the
-- members lie between xid_min and pos_xid, so they are found again by index. A claim without
-- members, of worker 0, moves the cursor past runs that have a tombstone (awa.pass_tombstones), or
-- that were purged (awa.purge_lane, which has a nonce). lo, hi: the window; pos: the last run
-- claimed of it, or xmax of hi when all of it was claimed; taken: how many the lane has given out
-- so far.
CREATE TABLE awa.claims (
  claim_no   bigint      NOT NULL,
  worker_id  bigint      NOT NULL,
  nonce      bigint      NOT NULL,
  claimed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  pos_xid    xid8        NOT NULL,
  pos_job_id bigint      NOT NULL,
  xid_min    xid8        NOT NULL,
  taken      bigint      NOT NULL,
  lane       integer     NOT NULL,
  slot       smallint    NOT NULL,
  lo         pg_snapshot NOT NULL,
  hi         pg_snapshot NOT NULL,
  members    bigint[]    NOT NULL,
  run_nos    integer[]
) PARTITION BY LIST (slot);
ALTER TABLE awa.claims
  ALTER COLUMN members SET STORAGE PLAIN,
  ALTER COLUMN run_nos SET STORAGE PLAIN;

-- Closure log: one row per claim, outcome and flush. It lies in the segment of its claim, so a
-- claim and all its closures are found, and truncated, together. ordinals NULL: every member of the
-- claim.
CREATE TABLE awa.closures (
  closed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  claim_no  bigint      NOT NULL,
  worker_id bigint      NOT NULL,
  flush_no  bigint      NOT NULL,
  lane      integer     NOT NULL,
  slot      smallint    NOT NULL,
  outcome   smallint    NOT NULL,
  n         smallint    NOT NULL,
  ordinals  smallint[]
) PARTITION BY LIST (slot);
ALTER TABLE awa.closures ALTER COLUMN ordinals SET STORAGE PLAIN;

-- Ready tombstones: runs that were cancelled before anybody claimed them. Claims pass them by.
CREATE TABLE awa.ready_tombstones (
  job_id    bigint      NOT NULL,
  buried_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  lane      integer     NOT NULL,
  run_no    integer     NOT NULL,
  slot      smallint    NOT NULL
) PARTITION BY LIST (slot);

-- What attempts tell. A report is what one has told since the report before, while it runs: it has
-- claim_no, and claim_slot, lane and ordinal, which say of which member of which claim it is. The
-- row of the end has none of these: the tail of what the handler printed, how far it came, the last
-- lines of its log. Only for attempts that have any. seq: the reports of a run in their order.
-- percent, message: how far it is. checkpoint: {"value": ...}, or {} where it was forgotten. Both
-- are NULL where nothing is new, so the newest row that has some counts. log: an array of {"no",
-- "at", "text"}; the same number is the same line.
CREATE TABLE awa.attempt_outputs (
  job_id      bigint      NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  run_no      integer     NOT NULL,
  seq         integer     NOT NULL DEFAULT 0,
  slot        smallint    NOT NULL,
  attempt     smallint    NOT NULL,
  claim_slot  smallint,
  ordinal     smallint,
  lane        integer,
  claim_no    bigint,
  percent     real,
  message     text,
  output      text,
  checkpoint  jsonb,
  log         jsonb
) PARTITION BY LIST (slot);

-- How many jobs more (or less) a table of jobs holds in a lane and state: written by the triggers
-- of those tables, once a statement. State: scheduled, retryable, failed, cancelled, dead_letter.
-- xid: of the transaction that has written it.
CREATE TABLE awa.state_changes (
  n     bigint   NOT NULL,
  xid   xid8     NOT NULL DEFAULT pg_current_xact_id(),
  lane  integer  NOT NULL,
  slot  smallint NOT NULL,
  state text     NOT NULL
) PARTITION BY LIST (slot);

-- The partitions of the sixteen slots. Each knows its slot by default, so that COPY can write to it
-- directly. Autovacuum is off: there is nothing to vacuum in a table that is only truncated.
DO $partitions$
DECLARE
  log text;
  part text;
BEGIN
  FOR s IN 0..15 LOOP
    FOREACH log IN ARRAY ARRAY['ready_entries', 'claims', 'closures', 'ready_tombstones',
                               'attempt_outputs', 'state_changes'] LOOP
      part := format('%s_%s', log, s);
      EXECUTE format('CREATE TABLE awa.%I PARTITION OF awa.%I FOR VALUES IN (%s)
                        WITH (autovacuum_enabled = off,
                              toast.autovacuum_enabled = off)', part, log, s);
      EXECUTE format('ALTER TABLE awa.%I ALTER COLUMN slot SET DEFAULT %s', part, s);
    END LOOP;
  END LOOP;
  -- Slot -1: what was carried out of a segment so that it could be truncated. Ordinary tables,
  -- vacuumed, mostly empty. Rows are deleted there and have no primary key: without a replica
  -- identity a publication of all tables forbids that.
  FOREACH log IN ARRAY ARRAY['ready_entries', 'claims', 'closures', 'ready_tombstones',
                             'attempt_outputs'] LOOP
    part := log || '_carry';
    EXECUTE format('CREATE TABLE awa.%I PARTITION OF awa.%I FOR VALUES IN (-1)', part, log);
    EXECUTE format('ALTER TABLE awa.%I REPLICA IDENTITY FULL', part);
  END LOOP;
END
$partitions$;

CREATE INDEX ready_by_lane ON awa.ready_entries (lane, xid, job_id);
-- +job_id: the sign keeps the planner from ready_by_lane, see awa.newest_run
CREATE INDEX ready_by_job ON awa.ready_entries
  USING brin ((+job_id) int8_minmax_multi_ops) WITH (pages_per_range = 64);
-- see awa.forget_first_range
PERFORM brin_desummarize_range(i.inhrelid, 0)
FROM pg_inherits i
WHERE i.inhparent = 'awa.ready_by_job'::regclass;
CREATE UNIQUE INDEX claims_by_lane ON awa.claims (lane, claim_no, slot);
CREATE INDEX closures_by_claim ON awa.closures (lane, claim_no);
CREATE INDEX tombstones_by_lane ON awa.ready_tombstones (lane, job_id, run_no);
CREATE INDEX attempt_outputs_by_job ON awa.attempt_outputs (job_id, run_no, seq);
CREATE INDEX reports_by_run ON awa.attempt_outputs (job_id, run_no, seq)
  WHERE claim_no IS NOT NULL;
CREATE INDEX state_changes_by_xid ON awa.state_changes (xid);

-- A lane's cursor when its newest claim was pruned with its segment.
CREATE TABLE awa.lane_checkpoints (
  lane       integer     PRIMARY KEY,
  claim_no   bigint      NOT NULL,
  pos_xid    xid8        NOT NULL,
  pos_job_id bigint      NOT NULL,
  taken      bigint      NOT NULL,
  lo         pg_snapshot NOT NULL,
  hi         pg_snapshot NOT NULL
);

-- Up to which of its claims the closures of a lane are summed in closure_sums; without those of the
-- claims in open, which had open members when they were looked at last. So an open claim of a lane
-- is newer than upto, or one of open (OpenKnown), and neither a count nor a look for what is open
-- reads the history. A lane without a row: upto 0.
CREATE TABLE awa.lane_tallies (
  lane integer  PRIMARY KEY,
  upto bigint   NOT NULL,
  open bigint[] NOT NULL
) WITH (fillfactor = 50);

-- How many runs of a lane were waiting as of a snapshot (upto) and at a cursor that had given out
-- so many (taken): where a count of the lane goes on from as long as the cursor's window is no
-- younger, so a backlog is read once and not at every count. Every lane has a row from its
-- beginning: nothing was visible, nothing waited.
CREATE TABLE awa.lane_counts (
  lane    integer     PRIMARY KEY,
  upto    pg_snapshot NOT NULL DEFAULT '1:1:',
  waiting bigint      NOT NULL DEFAULT 0,
  taken   bigint      NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

-- What the state changes add up to that the tally of states has passed, and those of pruned
-- segments.
CREATE TABLE awa.state_counts (
  lane  integer NOT NULL,
  state text    NOT NULL,
  n     bigint  NOT NULL,
  PRIMARY KEY (lane, state)
);

-- The tally of states: the state changes that are visible in upto are in state_counts. No row: none
-- but those of pruned segments.
CREATE TABLE awa.state_tally (
  one  boolean     PRIMARY KEY DEFAULT true CHECK (one),
  upto pg_snapshot NOT NULL
);

-- How many runs of a lane ended how: of the claims that its tally has passed, and of segments that
-- were pruned since.
CREATE TABLE awa.closure_sums (
  lane    integer  NOT NULL,
  outcome smallint NOT NULL,
  n       bigint   NOT NULL,
  PRIMARY KEY (lane, outcome)
);

-- Jobs that wait for a time: scheduled, snoozed and retrying ones.
CREATE TABLE awa.deferred_jobs (
  job_id       bigint      PRIMARY KEY,
  run_at       timestamptz NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  lane         integer     NOT NULL,
  run_no       integer     NOT NULL DEFAULT 1,
  attempt      smallint    NOT NULL DEFAULT 0,
  max_attempts smallint    NOT NULL DEFAULT 25,
  state        text        NOT NULL DEFAULT 'scheduled' CHECK (state IN ('scheduled', 'retryable')),
  kind         text        NOT NULL,
  args         json        NOT NULL,
  ext          json        NOT NULL DEFAULT '{}'
);
CREATE INDEX deferred_by_run_at ON awa.deferred_jobs (run_at, job_id);
CREATE INDEX deferred_by_state ON awa.deferred_jobs (state, job_id);
CREATE INDEX deferred_by_lane ON awa.deferred_jobs (lane, state, job_id);

-- Failed and cancelled jobs that are kept for people.
CREATE TABLE awa.finished_jobs (
  job_id       bigint      PRIMARY KEY,
  finished_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  created_at   timestamptz NOT NULL,
  lane         integer     NOT NULL,
  run_no       integer     NOT NULL,
  attempt      smallint    NOT NULL,
  max_attempts smallint    NOT NULL,
  state        text        NOT NULL CHECK (state IN ('failed', 'cancelled')),
  reason       text        NOT NULL,
  kind         text        NOT NULL,
  args         json        NOT NULL,
  ext          json        NOT NULL
);
CREATE INDEX finished_by_state ON awa.finished_jobs (state, job_id);
CREATE INDEX finished_by_lane ON awa.finished_jobs (lane, state, job_id);
CREATE INDEX finished_by_time ON awa.finished_jobs (finished_at, job_id);
CREATE INDEX finished_by_lane_and_time ON awa.finished_jobs (lane, finished_at, job_id);
CREATE INDEX finished_by_lane_and_kind ON awa.finished_jobs (lane, kind, finished_at, job_id);

-- Dead letters: failed jobs that wait for somebody to retry or purge them.
CREATE TABLE awa.dead_letters (
  job_id       bigint      PRIMARY KEY,
  finished_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  created_at   timestamptz NOT NULL,
  lane         integer     NOT NULL,
  run_no       integer     NOT NULL,
  attempt      smallint    NOT NULL,
  max_attempts smallint    NOT NULL,
  reason       text        NOT NULL,
  kind         text        NOT NULL,
  args         json        NOT NULL,
  ext          json        NOT NULL
);
CREATE INDEX dead_letters_by_lane ON awa.dead_letters (lane, job_id);
CREATE INDEX dead_letters_by_time ON awa.dead_letters (finished_at, job_id);
CREATE INDEX dead_letters_by_kind ON awa.dead_letters (kind, finished_at, job_id);
CREATE INDEX dead_letters_by_lane_and_time ON awa.dead_letters (lane, finished_at, job_id);
CREATE INDEX dead_letters_by_lane_and_kind
  ON awa.dead_letters (lane, kind, finished_at, job_id);

-- Who holds a unique key. The key of a period is let go when the period is over (let_go_at), that
-- of a completed job that keeps it when the segment of its end is pruned (let_go_gen); all others
-- with the job's end.
CREATE TABLE awa.unique_keys (
  unique_key bytea       PRIMARY KEY,
  job_id     bigint      NOT NULL,
  let_go_at  timestamptz,
  let_go_gen bigint
);
CREATE INDEX unique_keys_let_go_at ON awa.unique_keys (let_go_at) WHERE let_go_at IS NOT NULL;
CREATE INDEX unique_keys_let_go_gen ON awa.unique_keys (let_go_gen) WHERE let_go_gen IS NOT NULL;

-- Worker processes, and what fences them. Every claim and flush looks at its worker's row, so
-- nothing that changes while all is well stands in it: no snapshot, however old, makes them pass
-- old versions. dead_since: the last beat of a worker that was declared dead; NULL: it lives.
-- settled_*: calls up to this nonce and this flush are over; one that arrives at the server later,
-- from a connection that was given up, is refused. beat, lease, death_grace: what the worker
-- promised when it registered: how often it beats, after which silence it is dead, and after which
-- when its session lock is free besides. It is judged by these, whoever leads. queues: which it
-- works on. kinds: which it has handlers for, '*' for one that takes every kind; NULL: it has not
-- said. zone_release: of the time zone data by which it computes fires; zones: for each zone a
-- digest of its changes of clocks in the years to come, so that two workers can be compared.
CREATE TABLE awa.workers (
  id            bigint      PRIMARY KEY,
  name          text        NOT NULL,
  queues        text[]      NOT NULL DEFAULT '{}',
  kinds         text[],
  zone_release  text,
  zones         jsonb,
  started_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  dead_since    timestamptz,
  settled_claim bigint      NOT NULL DEFAULT 0,
  settled_flush bigint      NOT NULL DEFAULT 0,
  beat          interval    NOT NULL DEFAULT '2 seconds',
  lease         interval    NOT NULL DEFAULT '30 seconds',
  death_grace   interval    NOT NULL DEFAULT '5 seconds'
) WITH (fillfactor = 50);

-- The beats of living workers: one small update every few seconds, whatever the number of running
-- jobs. A worker that is declared dead loses its row. timeline: of the server on which it was
-- registered; on another it can't beat. holds_lock: the worker keeps the session lock -worker_id,
-- so that its end is noticed at once. cancels: jobs it runs that were cancelled; it takes them with
-- its next beat, in case it did not hear the notification. runs_with: the settings that each of its
-- queues has on it now, by the names of awa.queues, times in seconds. troubles: the steps of the
-- worker that fail again and again, by name: since, failures, error.
CREATE TABLE awa.beats (
  worker_id       bigint      PRIMARY KEY REFERENCES awa.workers ON DELETE CASCADE,
  beat_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  announced_epoch bigint      NOT NULL DEFAULT 0,
  held_slots      smallint[]  NOT NULL DEFAULT '{}',
  timeline        text        NOT NULL,
  holds_lock      boolean     NOT NULL DEFAULT false,
  cancels         bigint[]    NOT NULL DEFAULT '{}',
  runs_with       jsonb       NOT NULL DEFAULT '{}',
  troubles        jsonb       NOT NULL DEFAULT '{}'
) WITH (fillfactor = 50);

-- The second of the epoch until which some worker is alive by its lease, unless it beats again: a
-- number that no snapshot hides and that leaves no old version, for producers to look at
-- (awa.wake). Kept by awa.note_alive.
CREATE SEQUENCE awa.alive_until;

-- The millisecond of the epoch until which the word of those holds that watch a queue, unless one
-- of them looks again: one that stands still says that it watches, and looks no more
-- (awa.is_watched). Kept by awa.note_watching.
CREATE SEQUENCE awa.watched_until;

-- Which workers of a queue sleep until they are notified, and which watch it: look every few
-- milliseconds, so that nobody needs to be notified. A row goes when its worker leaves, or misses
-- five beats.
CREATE TABLE awa.sleepers (
  queue     text    NOT NULL,
  worker_id bigint  NOT NULL,
  asleep    boolean NOT NULL,
  watches   boolean NOT NULL DEFAULT false,
  PRIMARY KEY (queue, worker_id),
  CHECK (NOT (asleep AND watches))
) WITH (fillfactor = 50);
CREATE INDEX sleepers_asleep ON awa.sleepers (queue, worker_id) WHERE asleep;
CREATE INDEX sleepers_watch ON awa.sleepers (queue) WHERE watches;

-- Who runs maintenance until when. The term grows with every change of leader. lasts: for how long
-- the lead was taken; one that ends later than that from now is of another clock, and none
-- (awa.leads).
CREATE TABLE awa.leadership (
  singleton  boolean     PRIMARY KEY DEFAULT true CHECK (singleton),
  term       bigint      NOT NULL,
  worker_id  bigint      NOT NULL,
  expires_at timestamptz NOT NULL,
  lasts      interval    NOT NULL DEFAULT '0'
) WITH (fillfactor = 50);
INSERT INTO awa.leadership (term, worker_id, expires_at) VALUES (0, 0, '-infinity');

-- Who declares schedules. grace: what none of the owner's living revisions declares any more is
-- retired when it is over; NULL: never.
CREATE TABLE awa.schedule_owners (
  owner text     PRIMARY KEY CHECK (char_length(owner) BETWEEN 1 AND 200),
  grace interval CHECK (grace >= '0 seconds')
);

-- What each revision of an owner declares; the newest by since decides. A revision whose time is
-- over loses its row (awa.retire_undeclared).
CREATE TABLE awa.schedule_revisions (
  owner    text        NOT NULL REFERENCES awa.schedule_owners ON DELETE CASCADE,
  revision text        NOT NULL CHECK (char_length(revision) BETWEEN 1 AND 200),
  since    timestamptz NOT NULL DEFAULT clock_timestamp(),
  seen_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  names    text[]      NOT NULL DEFAULT '{}',
  PRIMARY KEY (owner, revision)
);

-- Jobs that are enqueued by time. expression: fields of cron, or '@every PT5M'; the times follow
-- from it, the zone and the rules of the zone alone, and are computed in Java. version: one more
-- with each change of what is declared. fired_through: planned times up to this one are settled.
-- due_at: when the leader looks at the schedule next, which is its next planned time unless the
-- rules of its zone have changed since; NULL: never. waiting_at: the planned time of a fire that
-- waits until the job before it has ended. retired_by: NULL when no living revision declares it.
CREATE TABLE awa.schedules (
  version       bigint      NOT NULL DEFAULT 1,
  changed_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  fired_through timestamptz NOT NULL DEFAULT clock_timestamp(),
  due_at        timestamptz,
  waiting_at    timestamptz,
  starts_at     timestamptz,
  ends_at       timestamptz,
  paused_at     timestamptz,
  retired_at    timestamptz,
  jitter        interval    NOT NULL DEFAULT '0',
  priority      smallint    NOT NULL CHECK (priority BETWEEN 1 AND 4),
  max_attempts  smallint    NOT NULL CHECK (max_attempts BETWEEN 1 AND 1000),
  name          text        PRIMARY KEY CHECK (char_length(name) BETWEEN 1 AND 200),
  owner         text        NOT NULL CHECK (char_length(owner) BETWEEN 1 AND 200),
  expression    text        NOT NULL,
  zone          text        NOT NULL,
  missed        text        NOT NULL,
  overlap       text        NOT NULL CHECK (overlap IN ('allow', 'skip', 'queue_one')),
  kind          text        NOT NULL,
  queue         text        NOT NULL,
  ordering_key  text,
  changed_by    text        NOT NULL,
  paused_by     text,
  paused_reason text,
  retired_by    text,
  args          json        NOT NULL,
  ext           json        NOT NULL
) WITH (fillfactor = 50);
CREATE INDEX schedules_by_due ON awa.schedules (due_at, name) WHERE due_at IS NOT NULL;
CREATE INDEX schedules_by_owner ON awa.schedules (owner, name);

-- The newest fires of each schedule. The key shows that a planned time is fired once. outcome:
-- enqueued; triggered, by a person; skipped: then job_id is the job that had not ended.
CREATE TABLE awa.schedule_fires (
  schedule   text        NOT NULL REFERENCES awa.schedules ON DELETE CASCADE,
  planned_at timestamptz NOT NULL,
  fired_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  job_id     bigint      NOT NULL,
  outcome    text        NOT NULL CHECK (outcome IN ('enqueued', 'triggered', 'skipped')),
  PRIMARY KEY (schedule, planned_at)
);

-- What is done to many jobs: those that the filter means and that were there when it was submitted.
-- The id is one of the sequence of job ids, so the jobs have lower ones. place: the jobs up to this
-- id are treated, but for those of again, which moved meanwhile or were locked. filter and change:
-- as awa.read_filter and awa.read_change take them, with fixed times. changed, too_late,
-- duplicates, failed: how many jobs got which verdict. notes: the first ten jobs that were not
-- changed although somebody might have expected it, and why. expected: how many a preview has
-- counted. ended_at: all are treated, or somebody has stopped it.
CREATE TABLE awa.operations (
  id           bigint      PRIMARY KEY DEFAULT nextval('awa.job_id_seq'),
  place        bigint      NOT NULL DEFAULT 0,
  submitted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  moved_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at     timestamptz,
  changed      bigint      NOT NULL DEFAULT 0,
  too_late     bigint      NOT NULL DEFAULT 0,
  duplicates   bigint      NOT NULL DEFAULT 0,
  failed       bigint      NOT NULL DEFAULT 0,
  expected     bigint,
  action       text        NOT NULL CHECK (action IN (
                 'cancel', 'delete', 'edit', 'move_to_dead_letters', 'retry')),
  submitted_by text        NOT NULL CHECK (char_length(submitted_by) BETWEEN 1 AND 200),
  reason       text        NOT NULL CHECK (char_length(reason) BETWEEN 1 AND 1000),
  stopped_by   text        CHECK (char_length(stopped_by) BETWEEN 1 AND 200),
  filter       jsonb       NOT NULL,
  change       jsonb       NOT NULL,
  notes        jsonb       NOT NULL DEFAULT '[]',
  again        bigint[]    NOT NULL DEFAULT '{}'
) WITH (fillfactor = 50);
CREATE INDEX operations_at_work ON awa.operations (id) WHERE ended_at IS NULL;
CREATE INDEX operations_by_end ON awa.operations (ended_at) WHERE ended_at IS NOT NULL;

-- Which changes somebody has asked for, and what became of each. The admin API writes it, and
-- programs may; nothing is updated, and a row is deleted after keep_audit. The id is one of the
-- sequence of job ids. action: the name of the route, job-cancel for instance. target: a queue, a
-- schedule, ids. details: filter, settings, reason; never arguments. jobs: how many were changed.
-- outcome: done; refused; failed, then some of it may have been done. request: the id of the
-- request, as the client or a proxy has sent it.
CREATE TABLE awa.audit (
  id        bigint      PRIMARY KEY DEFAULT nextval('awa.job_id_seq'),
  asked_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  jobs      bigint,
  asked_by  text        NOT NULL CHECK (char_length(asked_by) BETWEEN 1 AND 200),
  action    text        NOT NULL CHECK (char_length(action) BETWEEN 1 AND 200),
  outcome   text        NOT NULL CHECK (outcome IN ('done', 'refused', 'failed')),
  target    text        CHECK (char_length(target) <= 1000),
  why       text        CHECK (char_length(why) <= 1000),
  came_from text        CHECK (char_length(came_from) <= 200),
  request   text        CHECK (char_length(request) <= 200),
  details   jsonb       NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_by_time ON awa.audit (asked_at);
CREATE INDEX audit_by_person ON awa.audit (asked_by, id);
CREATE INDEX audit_by_action ON awa.audit (action, id);
-- What people look for is a name or an id; a longer target would not fit into an index.
CREATE INDEX audit_by_target ON awa.audit (target, id) WHERE char_length(target) <= 200;
-- Without a list of pending entries, which each search would read through.
CREATE INDEX audit_by_listed_id ON awa.audit USING gin (string_to_array(target, ','))
  WITH (fastupdate = off)
  WHERE target ~ '^[0-9]+(,[0-9]+)+$';

-- Filters of jobs that people have saved under a name, for everybody who looks: 500 at most
-- (awa.save_view). filter: as people type it. saved_at, saved_by: of the filter, not of the name.
CREATE TABLE awa.saved_views (
  name     text        PRIMARY KEY CHECK (char_length(name) BETWEEN 1 AND 100),
  filter   text        NOT NULL CHECK (char_length(filter) BETWEEN 1 AND 4000),
  saved_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  saved_by text        NOT NULL CHECK (char_length(saved_by) BETWEEN 1 AND 200)
);

-- How long runs waited, how long their handlers took, and how they ended: sums of each queue and
-- kind. at: when they were appended by a worker, or when the time begins that they are sums of.
-- slot: of the ring of their level (awa.timing_levels). waits, runs: histograms, an element for
-- each bucket that holds any, count * 256 + bucket (see awa.percentile); runs is of all that ended
-- but for those that were put back. wait_us, run_us: the sums of what is in them, in microseconds;
-- wait_max_us, run_max_us: the longest. kind '': those kinds of the queue that have no row of their
-- own. Each measurement stands in one row: appended to and truncated, as the logs.
CREATE TABLE awa.timings (
  at          timestamptz NOT NULL,
  wait_us     bigint      NOT NULL,
  wait_max_us bigint      NOT NULL,
  run_us      bigint      NOT NULL,
  run_max_us  bigint      NOT NULL,
  completed   bigint      NOT NULL,
  retried     bigint      NOT NULL,
  failed      bigint      NOT NULL,
  cancelled   bigint      NOT NULL,
  snoozed     bigint      NOT NULL,
  put_back    bigint      NOT NULL,
  slot        smallint    NOT NULL,
  queue       text        NOT NULL,
  kind        text        NOT NULL,
  waits       bigint[]    NOT NULL,
  runs        bigint[]    NOT NULL
) PARTITION BY LIST (slot);
CREATE INDEX timings_by_queue ON awa.timings (queue, at, kind);
CREATE INDEX timings_by_kind ON awa.timings (kind, at);
CREATE INDEX timings_by_time ON awa.timings (at);

-- What each queue held at a minute, of those that held anything. lag_us: for how long the run that
-- waited longest had been ready, in microseconds. Appended to and truncated, kept for two days.
CREATE TABLE awa.depths (
  at        timestamptz NOT NULL,
  available bigint      NOT NULL,
  running   bigint      NOT NULL,
  scheduled bigint      NOT NULL,
  retryable bigint      NOT NULL,
  lag_us    bigint      NOT NULL,
  slot      smallint    NOT NULL,
  queue     text        NOT NULL,
  UNIQUE (queue, at, slot)
) PARTITION BY LIST (slot);
CREATE INDEX depths_by_time ON awa.depths (at);

-- Sums of the slots of awa.timings that are being folded: what nobody counts before they are whole
-- (awa.fold_timings). folded: the slot that is folded; slot: where a sum goes. Appended to and
-- truncated.
CREATE TABLE awa.timing_sums (folded smallint NOT NULL, LIKE awa.timings)
PARTITION BY LIST (folded);

-- How far the fold of each slot is: n rows of the slot are summed, up to this queue and kind of
-- the step of time that begins at that time. n 0: none.
CREATE TABLE awa.timing_folds (
  slot  smallint    PRIMARY KEY,
  at    timestamptz NOT NULL DEFAULT '-infinity',
  n     bigint      NOT NULL DEFAULT 0,
  queue text        NOT NULL DEFAULT '',
  kind  text        NOT NULL DEFAULT ''
);
INSERT INTO awa.timing_folds (slot) SELECT generate_series(0, 20);

-- Rows of a slot that a fold sums next: of the step of time that begins at that time, of the pairs
-- of queue and kind after the one, up to the other. n: how many they are.
CREATE TYPE awa.timing_piece AS (
  slot smallint, at timestamptz, after_queue text, after_kind text, upto_queue text, upto_kind text,
  n bigint
);

-- The slots of awa.timing_levels and awa.depth_slot; nothing is folded of the top level. Autovacuum
-- is off where rows stay for an hour.
DO $parts$
BEGIN
  FOR s IN 0..25 LOOP
    EXECUTE format('CREATE TABLE awa.%I PARTITION OF awa.%I FOR VALUES IN (%s)
                      WITH (autovacuum_enabled = %s)', 'timings_' || s, 'timings', s, s > 10);
  END LOOP;
  FOR s IN 0..20 LOOP
    EXECUTE format('CREATE TABLE awa.%I PARTITION OF awa.%I FOR VALUES IN (%s)',
                   'timing_sums_' || s, 'timing_sums', s);
  END LOOP;
  FOR s IN 0..5 LOOP
    EXECUTE format('CREATE TABLE awa.%I PARTITION OF awa.%I FOR VALUES IN (%s)',
                   'depths_' || s, 'depths', s);
  END LOOP;
END
$parts$;

-- The slots between the tail and the head of the ring, in a form that lets the planner leave out
-- the other partitions: from_slot to to_slot, and up to wrap_slot (-1: none) when the ring has
-- wrapped around. head_slot: the slot of the head; sinces: what ring.since says of the live
-- generations, the head's last. Both are NULL where some slots are meant whatever the ring says.
CREATE TYPE awa.live_slots AS (from_slot smallint, to_slot smallint, wrap_slot smallint,
                               head_slot smallint, sinces xid8[]);

-- Where a lane stands: its cursor and, once looked up, when its next run became ready, the late
-- ones of the window (awa.late_in), in which slots the runs of it can lie (awa.slots_since), and
-- which jobs there have a tombstone (awa.tombstones_in).
CREATE TYPE awa.lane_cursor AS (
  lane       integer,
  priority   smallint,
  claim_no   bigint,
  lo         pg_snapshot,
  hi         pg_snapshot,
  pos_xid    xid8,
  pos_job_id bigint,
  taken      bigint,
  head       timestamptz,
  late       xid8[],
  slots      awa.live_slots,
  tombstoned bigint[]
);

-- The next run of a lane: its place, and when it became ready.
CREATE TYPE awa.lane_head AS (ready_at timestamptz, xid xid8, job_id bigint);

-- How far a cancellation of many came: the place up to which the runs of a lane were looked at.
CREATE TYPE awa.lane_place AS (lane integer, xid xid8, job_id bigint);

-- A job that is kept after it failed or was cancelled, and may run again: the lane that its next
-- run goes to, whether a part of it could not be read, its unique key, and who holds that.
CREATE TYPE awa.kept_job AS (
  job_id       bigint,
  lane         integer,
  unreadable   boolean,
  ordering_key text,
  unique_key   bytea,
  holder       bigint
);

-- What is changed of a job, as awa.read_change has read it: NULL stays as it is. form: what is
-- noted of new arguments.
CREATE TYPE awa.job_change AS (
  queue        text,
  priority     smallint,
  max_attempts smallint,
  run_at       timestamptz,
  args         json,
  form         jsonb
);

-- Some dead letters, and after which id to look for more; NULL when there are none.
CREATE TYPE awa.some_letters AS (job_ids bigint[], next bigint);

-- A claim, by its lane and number.
CREATE TYPE awa.lane_claim AS (lane integer, claim_no bigint);
CREATE TYPE awa.slot_claim AS (slot smallint, lane integer, claim_no bigint);

-- A member of a claim, with what closes it.
CREATE TYPE awa.claim_member AS (slot smallint, lane integer, claim_no bigint, nonce bigint,
                                 worker_id bigint, ordinal smallint);

-- A job that was found while jobs are listed: in the ready log, where the row of the run is found
-- by its lane and transaction (claims know that only as a range), or outside of the logs, where
-- lane is NULL.
CREATE TYPE awa.found_job AS (job_id bigint, run_no integer, lane integer, xid_min xid8,
                              xid_max xid8);
-- What a range of ids holds, and how many rows were read for it; jobs is NULL where it holds too
-- much to be read at once.
CREATE TYPE awa.found_jobs AS (reads bigint, jobs awa.found_job[]);

-- Which jobs are meant, as awa.read_filter has read it: NULL is any. dead_letter: of the failed
-- jobs those that are one, or those that are none. args: a list of objects with a path and the
-- value that stands there. looks: whether jobs must be looked into one by one.
CREATE TYPE awa.job_filter AS (
  state           text,
  dead_letter     boolean,
  queue           text,
  kind            text,
  priority        smallint,
  ordering_key    text,
  tags            text[],
  reason          text,
  error           text,
  args            jsonb,
  created_after   timestamptz,
  created_before  timestamptz,
  finished_after  timestamptz,
  finished_before timestamptz,
  ids             bigint[],
  looks           boolean
);

-- What a look into a run tells: see awa.look_into.
CREATE TYPE awa.look AS (created_at timestamptz, carries boolean);
-- A place among the jobs that have ended.
CREATE TYPE awa.ended_job AS (finished_at timestamptz, job_id bigint);

-- So many runs of a lane ended in one way.
CREATE TYPE awa.outcome_count AS (lane integer, outcome smallint, n bigint);

-- One claimed run. A row without a job says in status why nothing was claimed.
CREATE TYPE awa.claimed_run AS (
  status       text,
  claim_slot   smallint,
  lane         integer,
  priority     smallint,
  claim_no     bigint,
  ordinal      smallint,
  slot         smallint,
  xid          xid8,
  job_id       bigint,
  run_no       integer,
  attempt      smallint,
  max_attempts smallint,
  ready_at     timestamptz,
  kind         text,
  args         json,
  ext          json
);

-- One closure asked for in a flush: its place in the batch, the claim, the outcome, the members
-- (NULL: all).
CREATE TYPE awa.closing AS (
  i        integer,
  slot     smallint,
  lane     integer,
  claim_no bigint,
  nonce    bigint,
  outcome  smallint,
  ordinals smallint[]
);

-- A job that is to be appended, checked (awa.new_jobs): an element of each array of awa.append.
CREATE TYPE awa.new_job AS (
  queue        text,
  priority     smallint,
  ordering_key text,
  kind         text,
  args         json,
  ext          json,
  max_attempts smallint,
  run_at       timestamptz,
  delay_us     bigint,
  "unique"     jsonb
);

-- A run that was just closed, and what follows (awa.ended_runs). next: completed; again, later
-- (another run, at once or after delay_us); dead_letter; failed, cancelled (a finished job). Then
-- the place of its row, which attempt it was, what the next run or the job that is kept gets, the
-- unique key it holds, whether its ext is lost, and what the attempt told last.
CREATE TYPE awa.ended_run AS (
  next         text,
  slot         smallint,
  lane         integer,
  xid          xid8,
  job_id       bigint,
  run_no       integer,
  attempt      smallint,
  next_attempt smallint,
  delay_us     bigint,
  state        text,
  reason       text,
  output       text,
  unreadable   text,
  created_at   timestamptz,
  ext          json,
  held         jsonb,
  lost         boolean,
  seq          integer,
  progress     jsonb,
  log          jsonb
);

-- How far an attempt is: 0 to 100 percent, words for people, and when that was stored.
CREATE TYPE awa.progress AS (percent real, message text, at timestamptz);

-- A fire of a schedule: its planned time, what ext says of it, and not before when its job runs.
CREATE TYPE awa.schedule_fire AS (schedule text, planned_at timestamptz, facts json,
                                  run_at timestamptz);

-- A job that an operation means, in one of the states that its action treats. One that waits, or is
-- completed, has its run in the ready log: where that lies.
CREATE TYPE awa.meant_job AS (job_id bigint, state text, slot smallint, lane integer,
                              run_no integer, xid xid8);
-- Some of the jobs that an operation means, and up to which id there is no other.
CREATE TYPE awa.meant_page AS (jobs awa.meant_job[], place bigint);
-- What an operation did with some jobs: how many got which verdict, which are to be looked at
-- again, and words about some.
CREATE TYPE awa.treated AS (changed bigint, too_late bigint, duplicates bigint, failed bigint,
                            again bigint[], notes jsonb);

-- Functions alone use them. See Rights for what is granted to whom.
REVOKE ALL ON TYPE
  awa.live_slots, awa.lane_cursor, awa.lane_head, awa.lane_place, awa.lane_claim,
  awa.slot_claim, awa.claim_member, awa.found_job, awa.found_jobs, awa.outcome_count,
  awa.claimed_run, awa.closing, awa.ended_run, awa.progress, awa.new_job, awa.kept_job,
  awa.some_letters, awa.schedule_fire, awa.job_filter, awa.look, awa.ended_job, awa.job_change,
  awa.meant_job, awa.meant_page, awa.treated, awa.timing_piece
FROM PUBLIC;
