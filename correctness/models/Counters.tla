------------------------------- MODULE Counters -------------------------------
(* How many jobs a table outside of the logs holds, in one lane and state: what the triggers noted, and the sums of the notes of
   segments that were pruned.

   A writer inserts a job or deletes one, and its trigger notes that in the slot of the head that it has read; row and note are
   committed together. TRUNCATE respects no snapshot, so a prune that does not wait for writers takes notes away that are not committed yet.
   A rebuild scans the table and makes the sums anew. A tally adds up what its snapshot sees of the notes, and keeps that snapshot: these notes are in the
   sums from then on, and nobody adds them again. Where the counters are not trusted a count scans, and is right anyway. *)
EXTENDS Integers, FiniteSets

CONSTANTS
  Jobs,
  Writers,
  Writes,   \* how many transactions of writers there are at most
  Upgraded, \* whether the table has jobs already, of which nothing was noted, when the counters come
  LastGen,
  Broken

VARIABLES
  table,   \* the jobs in it, committed
  notes,   \* of each slot: the sum of the committed notes
  tallied, \* of each slot: the sum of those that the snapshot of state_tally sees
  sums,    \* state_counts
  trusted,
  head, tail,
  writer,  \* of each: [pc, job, slot, n]
  writes,  \* how many have begun
  rebuild  \* idle, or what the scan has found: [pc, n, beside], beside: a tally has come since

vars == <<table, notes, tallied, sums, trusted, head, tail, writer, writes, rebuild>>
K == 2
Slots == 0 .. K - 1
Slot(gen) == gen % K
Idle == [pc |-> "idle", job |-> 0, slot |-> 0, n |-> 0]
NoRebuild == [pc |-> "idle", n |-> 0, beside |-> FALSE]
Noted == notes[0] + notes[1]
Untallied == Noted - tallied[0] - tallied[1]

Init ==
  /\ table = (IF Upgraded THEN Jobs ELSE {}) /\ notes = [s \in Slots |-> 0] /\ tallied = [s \in Slots |-> 0] /\ sums = 0
  /\ trusted = (~Upgraded \/ Broken = "empty_is_trusted") \* awa.migrate: the run that makes the schema, no other
  /\ head = 0 /\ tail = 0
  /\ writer = [w \in Writers |-> Idle] /\ writes = 0 /\ rebuild = NoRebuild

AtWork == {w \in Writers : writer[w].pc = "wrote"}
SetWriter(w, state) == writer' = [writer EXCEPT ![w] = state]

-----------------------------------------------------------------------------
\* The statement takes the lock of the table, changes a row that nobody else changes, and its trigger reads the head and writes the note.
Write(w, j) ==
  /\ writer[w].pc = "idle" /\ writes < Writes /\ writes' = writes + 1
  /\ rebuild.pc = "idle"
  /\ \A v \in AtWork : writer[v].job # j
  /\ SetWriter(w, [pc |-> "wrote", job |-> j, slot |-> Slot(head), n |-> IF j \in table THEN -1 ELSE 1])
  /\ UNCHANGED <<table, notes, tallied, sums, trusted, head, tail, rebuild>>

Commit(w) ==
  LET s == writer[w] IN
  /\ s.pc \in {"wrote", "robbed"} /\ SetWriter(w, Idle)
  /\ table' = IF s.n > 0 THEN table \cup {s.job} ELSE table \ {s.job}
  /\ notes' = IF s.pc = "robbed" THEN notes ELSE [notes EXCEPT ![s.slot] = @ + s.n]
  /\ UNCHANGED <<tallied, sums, trusted, head, tail, writes, rebuild>>

Abort(w) ==
  /\ writer[w].pc \in {"wrote", "robbed"} /\ SetWriter(w, Idle)
  /\ UNCHANGED <<table, notes, tallied, sums, trusted, head, tail, writes, rebuild>>

Rotate == head < LastGen /\ head - tail < K - 1 /\ head' = head + 1 /\ UNCHANGED <<table, notes, tallied, sums, trusted, tail, writer, writes, rebuild>>

\* awa.truncate_segment, under the locks of the slot. It waits for a rebuild, which has the claim log.
Prune ==
  LET s == Slot(tail) IN
  /\ tail < head /\ (rebuild.pc = "idle" \/ Broken = "rebuild_beside_prune")
  /\ (\A w \in AtWork : writer[w].slot # s) \/ Broken = "prune_without_lock"
  /\ sums' = (IF Broken = "prune_forgets" THEN sums
              ELSE sums + notes[s] - (IF Broken = "prune_adds_tallied" THEN 0 ELSE tallied[s]))
  /\ notes' = [notes EXCEPT ![s] = 0] /\ tallied' = [tallied EXCEPT ![s] = 0]
  /\ writer' = [w \in Writers |-> IF w \in AtWork /\ writer[w].slot = s THEN [writer[w] EXCEPT !.pc = "robbed"] ELSE writer[w]]
  /\ tail' = tail + 1
  /\ UNCHANGED <<table, trusted, head, writes, rebuild>>

\* awa.tally_states: one statement, one snapshot. It waits for a rebuild, which has the lock of state_tally.
Tally ==
  /\ Untallied # 0 /\ (rebuild.pc = "idle" \/ Broken = "tally_beside_rebuild")
  /\ sums' = sums + Untallied
  /\ tallied' = (IF Broken = "tally_keeps_no_snapshot" THEN tallied ELSE notes)
  /\ rebuild' = [rebuild EXCEPT !.beside = @ \/ rebuild.pc = "scanned"]
  /\ UNCHANGED <<table, notes, trusted, head, tail, writer, writes>>

\* awa.rebuild_terminal_counters: the locks, the end of the tally and the scan, then the commit
RebuildScan ==
  /\ rebuild.pc = "idle" /\ AtWork = {}
  /\ rebuild' = [pc |-> "scanned", beside |-> FALSE, n |-> Cardinality(table) - (IF Broken = "rebuild_adds_notes" THEN 0 ELSE Noted)]
  /\ UNCHANGED <<table, notes, tallied, sums, trusted, head, tail, writer, writes>>
Rebuild ==
  /\ rebuild.pc = "scanned" /\ rebuild' = NoRebuild /\ sums' = rebuild.n /\ trusted' = TRUE
  /\ tallied' = (IF Broken = "rebuild_keeps_tally" \/ rebuild.beside THEN tallied ELSE [s \in Slots |-> 0])
  /\ UNCHANGED <<table, notes, head, tail, writer, writes>>

\* Somebody empties the table, and no trigger is told of rows.
Truncate ==
  /\ AtWork = {} /\ rebuild.pc = "idle" /\ table # {}
  /\ table' = {} /\ trusted' = (trusted /\ Broken = "truncate_keeps_trust")
  /\ UNCHANGED <<notes, tallied, sums, head, tail, writer, writes, rebuild>>

Next ==
  \/ \E w \in Writers : Commit(w) \/ Abort(w) \/ \E j \in Jobs : Write(w, j)
  \/ Rotate \/ Prune \/ Tally \/ RebuildScan \/ Rebuild \/ Truncate

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
\* awa.count_of: what is trusted is what a scan would find.
CountsExact == trusted => sums + Untallied = Cardinality(table)
=============================================================================
