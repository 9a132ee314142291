-------------------------------- MODULE Claim --------------------------------
(* How runs are claimed while segments are rotated, pruned and carried.

   Producers commit out of order or roll back. Each lane has its own stripe. A transaction id is the number of the
   producer's transaction, given out in the order of Begin. A snapshot is the set of transactions that had ended: that is
   what pg_visible_in_snapshot tells from a pg_snapshot.

   What happens under the exclusive lock of the claim log (awa.lock_segment) is one step, because nobody who reads the
   claim log or writes into the slot can be at work meanwhile. That workers hold what they run is taken for granted here
   (Held); Epoch.tla models it. Broken names the rule that is left out; "nothing" is the engine as it is. *)
EXTENDS Integers, FiniteSets

CONSTANTS
  Rows,       \* the runs: [x, j, lane], transaction, job id, lane
  Stuck,      \* the runs whose handlers never end
  Cancels,    \* the runs that may be cancelled while they wait
  Purges,     \* the runs whose lanes may be purged
  Limit,      \* how many runs a claim may take
  K,          \* slots of the ring
  NearlyFull, \* carry when so many generations hold a slot
  LastGen,    \* the last generation that is opened
  Leaders,    \* who believes that it leads
  Broken

VARIABLES
  tx,         \* of each producer's transaction: new, (looked,) open, aimed, wrote, committed, aborted
  aim,        \* the generation that it has read from ring_head
  xid,        \* under which transaction id each run stands in the ready log
  copies,     \* how often each run stands in each slot of the ready log
  newest,     \* the newest generation of the ledger (ring)
  since,      \* of each generation: transactions with a higher id write to the one before it or a newer one (ring.since)
  head,       \* ring_head
  tail,       \* the oldest generation that holds its slot (prunes)
  tailSeq,    \* ring_tail
  claims,     \* the claim log: [lane, slot, cursor, members]
  checkpoint, \* lane_checkpoints, the origin where there is none
  closed,     \* the runs that are closed
  claimer,    \* the claim call of each lane
  tombstoned,     \* the runs with a tombstone
  purged,     \* the runs that a purge has counted
  passer,     \* the cancellation, or purge, of each lane
  janitor,    \* the steps of each leader
  given,      \* how often each run was claimed; only to check
  last,       \* the cursor of the newest claim of each lane; only to check
  inOrder     \* whether every claim took the first runs of its window; only to check

vars == <<tx, aim, xid, copies, newest, since, head, tail, tailSeq, claims, checkpoint, closed, claimer, tombstoned, purged, passer, janitor, given, last, inOrder>>
ringVars == <<newest, since, head, tail, tailSeq>>
cancellation == <<tombstoned, purged, passer>>
ghosts == <<given, last, inOrder>>

Txs == {r.x : r \in Rows}
Lanes == {r.lane : r \in Rows}
Fresh == Cardinality(Txs) + 1  \* the transaction id of a carry; used where it is written into rows by mistake
Places == -1 .. K - 1
Slot(gen) == gen % K
LiveSlots == {Slot(g) : g \in tail .. newest} \cup {-1}

Ended == {t \in Txs : tx[t] \in {"committed", "aborted"}} \cup (IF \E r \in Rows : xid[r] = Fresh THEN {Fresh} ELSE {})
Committed(r) == tx[r.x] = "committed"
Present(r, slots) == Committed(r) /\ \E s \in slots : copies[r][s] > 0

Origin == [no |-> 0, lo |-> {}, hi |-> {}, pos |-> <<0, 0>>]
Begun == {t \in Txs : tx[t] \notin {"new", "looked"}}
Unknown == Fresh + 1         \* since, where it is not known; no id is higher
Finished == <<Fresh + 1, 0>> \* the position of a cursor that has all of its window behind it
NoRing == [tail |-> 0, newest |-> 0, since |-> <<>>]
IdleClaimer == [pc |-> "idle", now |-> {}, ring |-> NoRing, slot |-> 0, seen |-> Origin]
IdlePasser == [pc |-> "idle", run |-> {}, sees |-> {}, now |-> {}, ring |-> NoRing, claim |-> {}]
IdleJanitor == [pc |-> "idle", drained |-> {}, gen |-> -1, lastClaims |-> {}, from |-> -1, newest |-> {}, open |-> {},
                moved |-> {}, kept |-> {}, read |-> -1]

Before(pos, r) == pos[1] < xid[r] \/ (pos[1] = xid[r] /\ pos[2] < r.j)

\* Whether the cursor has passed a run.
Passed(c, r) ==
  IF Broken = "cursor_by_id" THEN r.j <= c.pos[2]
  ELSE xid[r] \in c.lo \/ (xid[r] \in c.hi /\ ~Before(c.pos, r))

\* The rest of the cursor's window: what hi sees and lo does not, after the position.
Window(lane, c, slots) ==
  {r \in Rows : r.lane = lane /\ Present(r, slots)
                /\ IF Broken = "cursor_by_id" THEN r.j > c.pos[2]
                   ELSE xid[r] \in c.hi /\ xid[r] \notin c.lo /\ Before(c.pos, r)}

\* awa.slots_between, awa.slots_since: where transactions from an id on can have written
SlotsBetween(t, n) == {Slot(g) : g \in t .. n} \cup {-1}
SlotsSince(ring, from) ==
  LET told == {g \in ring.tail + 2 .. ring.newest : ring.since[g] < from}
  IN SlotsBetween(IF told = {} THEN ring.tail ELSE (CHOOSE g \in told : \A h \in told : h <= g) - 1, ring.newest)

\* awa.with_scan_bounds: the slots that the rest of a window can lie in. The engine knows of no transaction of the window that is older
\* than its late ones and than xmax of lo; here it is the oldest itself, so no slot is read that need not be.
WindowSlots(c, ring) ==
  LET some == {t \in c.hi \ c.lo : t >= c.pos[1]}
  IN IF some = {} \/ Broken = "cursor_by_id" THEN SlotsBetween(ring.tail, ring.newest)
     ELSE SlotsSince(ring, CHOOSE t \in some : \A u \in some : t <= u)

WithTombstones(lane, c, ring) == Window(lane, c, WindowSlots(c, ring))
Rest(lane, c, ring) == WithTombstones(lane, c, ring) \ tombstoned

\* awa.next_window, and awa.windows_of where a stripe has one lane
FollowingWindow(c, now) == [c EXCEPT !.lo = c.hi, !.hi = now, !.pos = <<0, 0>>]
NextWindow(lane, c, ring, now) ==
  IF Broken = "cursor_by_id" \/ Rest(lane, c, ring) # {} THEN c ELSE FollowingWindow(c, now)

\* awa.cursor_of: a claim in the slot of the newest generation is newer than those elsewhere
CursorOf(lane, ring, kept) ==
  LET slots == SlotsBetween(ring.tail, ring.newest)
      inHead == {c.cursor : c \in {d \in claims : d.lane = lane /\ d.slot = Slot(ring.newest)}}
      found == IF inHead # {} THEN inHead ELSE {c.cursor : c \in {d \in claims : d.lane = lane /\ d.slot \in slots}}
      all == IF inHead # {} THEN found ELSE IF Broken = "claim_before_checkpoint" /\ found # {} THEN found ELSE found \cup {kept}
  IN CHOOSE c \in all : \A d \in all : d.no <= c.no

Ring == [tail |-> tail, newest |-> newest, since |-> since]
Cursor(lane) == CursorOf(lane, Ring, checkpoint[lane])
Waiting(r, slot) == Present(r, {slot}) /\ ~Passed(Cursor(r.lane), r) /\ r \notin tombstoned
IsOpen(r) == given[r] > 0 /\ r \notin closed

\* The first runs of a set, in (xid, job id) order.
First(rows, n) ==
  {r \in rows : Cardinality({q \in rows : <<xid[q], q.j>> # <<xid[r], r.j>> /\ Before(<<xid[q], q.j>>, r)}) < n}

Init ==
  /\ tx = [t \in Txs |-> "new"]
  /\ aim = [t \in Txs |-> 0]
  /\ xid = [r \in Rows |-> r.x]
  /\ copies = [r \in Rows |-> [p \in Places |-> 0]]
  /\ newest = 0 /\ since = [g \in 0 .. LastGen |-> Unknown] /\ head = 0 /\ tail = 0 /\ tailSeq = 0
  /\ claims = {}
  /\ checkpoint = [l \in Lanes |-> Origin]
  /\ closed = {}
  /\ claimer = [l \in Lanes |-> IdleClaimer]
  /\ tombstoned = {} /\ purged = {} /\ passer = [l \in Lanes |-> IdlePasser]
  /\ janitor = [j \in Leaders |-> IdleJanitor]
  /\ given = [r \in Rows |-> 0]
  /\ last = [l \in Lanes |-> Origin]
  /\ inOrder = TRUE

-----------------------------------------------------------------------------
(* Locks that outlast a step *)

ClaimLogShared(l) ==  \* a claim call holds the claim log against truncation
  IF Broken = "claim_log_not_locked" THEN FALSE ELSE claimer[l].pc # "idle" \/ passer[l].pc # "idle"
ReadyShared(slot) == \E j \in Leaders : janitor[j].pc \in {"sharing", "copied"} /\ Slot(janitor[j].gen) = slot
WriterIn(slot) == \E t \in Txs : tx[t] = "wrote" /\ Slot(aim[t]) = slot
OtherCarries(j) == \E i \in Leaders \ {j} : janitor[i].pc = "copied"

\* awa.lock_segment succeeds
CanLock(j, slot) ==
  /\ \A l \in Lanes : ~ClaimLogShared(l)
  /\ ~WriterIn(slot)
  /\ ~OtherCarries(j)
  /\ ~\E i \in Leaders \ {j} : janitor[i].pc = "sharing" /\ Slot(janitor[i].gen) = slot

-----------------------------------------------------------------------------
(* Producers: awa.append, awa.reserve *)

\* The transaction gets its id, then looks at the head: awa.write_gen. Broken: it looks before.
Begin(t) ==
  /\ tx[t] = (IF Broken = "head_before_id" THEN "looked" ELSE "new")
  /\ \A u \in Txs : u < t => u \in Begun
  /\ tx' = [tx EXCEPT ![t] = IF Broken = "head_before_id" THEN "aimed" ELSE "open"]
  /\ UNCHANGED <<aim, xid, copies, ringVars, claims, checkpoint, closed, claimer, cancellation, janitor, ghosts>>

ReadHead(t) ==
  /\ tx[t] = (IF Broken = "head_before_id" THEN "new" ELSE "open")
  /\ tx' = [tx EXCEPT ![t] = IF Broken = "head_before_id" THEN "looked" ELSE "aimed"]
  /\ aim' = [aim EXCEPT ![t] = head]
  /\ UNCHANGED <<xid, copies, ringVars, claims, checkpoint, closed, claimer, cancellation, janitor, ghosts>>

\* Writes, and by that locks the slot; then looks whether the generation was pruned (awa.refuse_pruned).
Enqueue(t) ==
  /\ tx[t] = "aimed" /\ ~ReadyShared(Slot(aim[t]))
  /\ IF aim[t] < tailSeq /\ Broken # "writer_not_refused"
     THEN tx' = [tx EXCEPT ![t] = "aborted"] /\ UNCHANGED copies
     ELSE /\ tx' = [tx EXCEPT ![t] = "wrote"]
          /\ copies' = [r \in Rows |-> IF r.x = t THEN [copies[r] EXCEPT ![Slot(aim[t])] = 1] ELSE copies[r]]
  /\ UNCHANGED <<aim, xid, ringVars, claims, checkpoint, closed, claimer, cancellation, janitor, ghosts>>

Commit(t) ==
  /\ tx[t] = "wrote"
  /\ tx' = [tx EXCEPT ![t] = "committed"]
  /\ UNCHANGED <<aim, xid, copies, ringVars, claims, checkpoint, closed, claimer, cancellation, janitor, ghosts>>

Abort(t) ==
  /\ tx[t] = "wrote"
  /\ tx' = [tx EXCEPT ![t] = "aborted"]
  /\ copies' = [r \in Rows |-> IF r.x = t THEN [p \in Places |-> 0] ELSE copies[r]]
  /\ UNCHANGED <<aim, xid, ringVars, claims, checkpoint, closed, claimer, cancellation, janitor, ghosts>>

-----------------------------------------------------------------------------
(* Claim: awa.claim, one call for each lane at a time *)

\* Who has the stripe: a claim or a cancellation.
StripeIsFree(l) == claimer[l].pc = "idle" /\ passer[l].pc = "idle"

SetClaimer(l, c) ==
  /\ claimer' = [claimer EXCEPT ![l] = c]
  /\ UNCHANGED <<tx, aim, xid, copies, ringVars, checkpoint, closed, cancellation, janitor>>

Quietly == UNCHANGED <<claims, ghosts>>

\* awa.claim_refused: the stripe's lock, then the claim log's
ClaimLock(l) ==
  /\ claimer[l].pc = "idle" /\ (StripeIsFree(l) \/ Broken = "bury_without_stripe")
  /\ SetClaimer(l, [claimer[l] EXCEPT !.pc = "locked"]) /\ Quietly

ClaimSnapshot(l) ==
  /\ claimer[l].pc = IF Broken = "ring_before_snapshot" THEN "ring" ELSE "locked"
  /\ SetClaimer(l, [claimer[l] EXCEPT !.pc = IF Broken = "ring_before_snapshot" THEN "both" ELSE "now", !.now = Ended])
  /\ Quietly

\* awa.live_slots
ClaimRing(l) ==
  /\ claimer[l].pc = IF Broken = "ring_before_snapshot" THEN "locked" ELSE "now"
  /\ SetClaimer(l, [claimer[l] EXCEPT !.pc = IF Broken = "ring_before_snapshot" THEN "ring" ELSE "both", !.ring = Ring])
  /\ Quietly

\* awa.current_slot; the snapshot of the statement that reads the cursors sees the checkpoints of now
ClaimSlot(l) ==
  /\ claimer[l].pc = "both"
  /\ SetClaimer(l, [claimer[l] EXCEPT !.pc = "aimed", !.slot = Slot(head),
                    !.seen = IF Broken = "claim_log_not_locked" THEN checkpoint[l] ELSE Origin])
  /\ Quietly

\* awa.claim_window, and the commit
Claim(l) ==
  LET call == claimer[l]
      kept == IF Broken = "claim_log_not_locked" THEN call.seen ELSE checkpoint[l]
      at == NextWindow(l, CursorOf(l, call.ring, kept), call.ring, call.now)
      window == Rest(l, at, call.ring)
      members == First(window, Limit)
      end == CHOOSE r \in members : \A q \in members : q = r \/ Before(<<xid[q], q.j>>, r)
      finishes == Cardinality(window) < Limit /\ Broken # "cursor_by_id"
      cursor == [at EXCEPT !.no = at.no + 1, !.pos = IF finishes THEN Finished ELSE <<xid[end], end.j>>]
      rest == {r \in Rows : r.lane = l /\ Committed(r) /\ xid[r] \in at.hi /\ given[r] = 0 /\ r \notin members \cup tombstoned \cup purged}
  IN /\ call.pc = "aimed"
     /\ SetClaimer(l, IdleClaimer)
     /\ IF members = {} THEN Quietly
        ELSE /\ claims' = claims \cup {[lane |-> l, slot |-> call.slot, cursor |-> cursor, members |-> members]}
             /\ given' = [r \in Rows |-> IF r \in members /\ given[r] < 2 THEN given[r] + 1 ELSE given[r]]
             /\ last' = [last EXCEPT ![l] = cursor]
             /\ inOrder' = (inOrder /\ \A r \in members, q \in rest : r.x < q.x \/ (r.x = q.x /\ r.j < q.j))

\* awa.flush: see Fence.tla
Finish(r) ==
  /\ IsOpen(r) /\ r \notin Stuck
  /\ closed' = closed \cup {r}
  /\ UNCHANGED <<tx, aim, xid, copies, ringVars, claims, checkpoint, claimer, cancellation, janitor, ghosts>>

-----------------------------------------------------------------------------
(* Cancellation of a waiting run: awa.cancel_waiting, awa.pass_tombstones *)

SetPasser(l, p) ==
  /\ passer' = [passer EXCEPT ![l] = p]
  /\ UNCHANGED <<tx, aim, xid, copies, ringVars, checkpoint, closed, claimer, janitor, given, inOrder>>

\* The locks of the stripe and the claim log, the second look at the run, and its tombstone, which is not committed yet
CancelWaiting(r) ==
  /\ r \in Cancels \ tombstoned /\ passer[r.lane].pc = "idle"
  /\ StripeIsFree(r.lane) \/ Broken = "bury_without_stripe"
  /\ Present(r, LiveSlots) /\ ~Passed(Cursor(r.lane), r)
  /\ SetPasser(r.lane, [IdlePasser EXCEPT !.pc = "tombstoned", !.run = {r}, !.sees = Ended])
  /\ UNCHANGED <<claims, tombstoned, purged, last>>

\* awa.others_snapshot: what its own transaction appends, also afterwards, is not passed. Broken: it is, as by pg_current_snapshot().
PassSnapshot(l) ==
  /\ passer[l].pc = "tombstoned"
  /\ SetPasser(l, [passer[l] EXCEPT !.pc = "now", !.now = IF Broken = "pass_passes_own" THEN Begun ELSE Ended])
  /\ UNCHANGED <<claims, tombstoned, purged, last>>

PassRing(l) ==
  /\ passer[l].pc = "now"
  /\ SetPasser(l, [passer[l] EXCEPT !.pc = "both", !.ring = Ring])
  /\ UNCHANGED <<claims, tombstoned, purged, last>>

\* The next run without a tombstone, in the rest of the window and in the one after it, and whether one with a tombstone comes
\* before it. Broken: the runs were looked at before the snapshot that ends the second window.
PassLook(l) ==
  LET call == passer[l]
      looked(c) == {r \in WithTombstones(l, c, call.ring) : xid[r] \in call.sees \/ Broken # "pass_before_snapshot"}
      gone == tombstoned \cup call.run
      old == CursorOf(l, call.ring, checkpoint[l])
      next == FollowingWindow(old, call.now)
      isNext == looked(old) \ gone = {}
      at == IF isNext THEN next ELSE old
      heads == First(looked(at) \ gone, 1)
      first == First(looked(IF looked(old) # {} THEN old ELSE next), 1)
      pos == IF heads = {} THEN Finished ELSE LET h == CHOOSE r \in heads : TRUE IN <<xid[h], h.j - 1>>
  IN /\ call.pc = "both"
     /\ SetPasser(l, [call EXCEPT !.pc = "looked", !.claim =
          IF first = {} \/ first = heads THEN {}
          ELSE {[lane |-> l, slot |-> Slot(head), cursor |-> [at EXCEPT !.no = at.no + 1, !.pos = pos], members |-> {}]}])
     /\ UNCHANGED <<claims, tombstoned, purged, last>>

\* A claim without members, which is closed from the beginning, and the commit
PassTombstones(l) ==
  LET call == passer[l] IN
  /\ call.pc = "looked"
  /\ SetPasser(l, IdlePasser)
  /\ tombstoned' = tombstoned \cup call.run
  /\ claims' = claims \cup call.claim
  /\ last' = [last EXCEPT ![l] = IF call.claim = {} THEN @ ELSE (CHOOSE c \in call.claim : TRUE).cursor]
  /\ UNCHANGED purged

-----------------------------------------------------------------------------
(* Purge of a lane: awa.purge_queue, awa.purge_lane *)

\* What waits in a lane, as a snapshot sees it: awa.lane_depth
WaitingIn(l, now) == {r \in Rows : r.lane = l /\ Present(r, LiveSlots) /\ xid[r] \in now /\ ~Passed(Cursor(l), r) /\ r \notin tombstoned}

\* The locks of the stripe and the claim log
PurgeLock(l) ==
  /\ \E r \in Purges : r.lane = l
  /\ passer[l].pc = "idle" /\ (StripeIsFree(l) \/ Broken = "purge_without_stripe")
  /\ SetPasser(l, [IdlePasser EXCEPT !.pc = "purging"])
  /\ UNCHANGED <<claims, tombstoned, purged, last>>

\* The snapshot and the count are of one statement. Broken: the window also ends behind what is still open, or the count is made
\* before the snapshot.
PurgeCount(l) ==
  /\ passer[l].pc = "purging"
  /\ SetPasser(l, [passer[l] EXCEPT !.pc = "counted", !.run = WaitingIn(l, Ended),
                                    !.now = IF Broken = "purge_passes_open" THEN Begun ELSE Ended])
  /\ UNCHANGED <<claims, tombstoned, purged, last>>

\* A claim without members that is behind all of its window, and the commit
Purge(l) ==
  LET call == passer[l]
      old == Cursor(l)
      now == IF Broken = "purge_counts_first" THEN Ended ELSE call.now
      cursor == [FollowingWindow(old, now) EXCEPT !.no = old.no + 1, !.pos = Finished] IN
  /\ call.pc = "counted"
  /\ SetPasser(l, IdlePasser)
  /\ UNCHANGED tombstoned
  /\ purged' = purged \cup call.run
  /\ IF call.run = {} THEN UNCHANGED <<claims, last>>
     ELSE /\ claims' = claims \cup {[lane |-> l, slot |-> Slot(head), cursor |-> cursor, members |-> {}]}
          /\ last' = [last EXCEPT ![l] = cursor]

-----------------------------------------------------------------------------
(* Maintenance *)

SetJanitor(j, s) ==
  /\ janitor' = [janitor EXCEPT ![j] = s]
  /\ UNCHANGED <<tx, aim, xid, claimer, closed, cancellation, ghosts>>

NothingMoved == UNCHANGED <<copies, ringVars, claims, checkpoint>>

Rotate(j) ==
  /\ newest < LastGen /\ newest + 1 - tail < K
  /\ newest' = newest + 1
  \* What is told of ids given out from now on holds because the head that was read before is published. A ring of two slots
  \* has nothing to leave out.
  /\ since' = [since EXCEPT ![newest + 1] =
                  IF K > 2 /\ (head >= newest \/ Broken = "since_unpublished") THEN Cardinality(Begun) ELSE Unknown]
  /\ SetJanitor(j, janitor[j])
  /\ UNCHANGED <<head, tail, tailSeq, copies, claims, checkpoint>>

\* awa.publish_head. Without its lock the look and the write are two steps.
PublishHead(j) ==
  /\ Broken # "publish_without_lock" /\ newest > head
  /\ head' = newest
  /\ SetJanitor(j, janitor[j])
  /\ UNCHANGED <<newest, since, tail, tailSeq, copies, claims, checkpoint>>

PublishLook(j) ==
  /\ Broken = "publish_without_lock" /\ janitor[j].read = -1 /\ newest > head
  /\ SetJanitor(j, [janitor[j] EXCEPT !.read = newest])
  /\ NothingMoved

PublishSet(j) ==
  /\ janitor[j].read # -1
  /\ head' = janitor[j].read
  /\ SetJanitor(j, [janitor[j] EXCEPT !.read = -1])
  /\ UNCHANGED <<newest, since, tail, tailSeq, copies, claims, checkpoint>>

Idle(j) == janitor[j].pc = "idle"
\* What writers are not told of yet is not the newest for them: the head must not fall behind the tail.
BehindHead == tail < head \/ (Broken = "prune_past_head" /\ tail < newest)

\* awa.drained
Drained(j) ==
  /\ Idle(j) /\ janitor[j].gen # tail /\ newest > tail
  /\ ~\E r \in Rows : Waiting(r, Slot(tail))
  /\ SetJanitor(j, [janitor[j] EXCEPT !.drained = Ended, !.gen = tail])
  /\ NothingMoved

LastClaimsIn(slot) == {c \in claims : c.slot = slot /\ \A d \in claims : (d.slot = slot /\ d.lane = c.lane) => d.cursor.no <= c.cursor.no}
OpenIn(slot) == \E c \in claims : c.slot = slot /\ c.members \ closed # {}
Held(slot, drained) == \E r \in Rows : IsOpen(r) /\ copies[r][slot] > 0 /\ xid[r] \in drained

\* awa.checkpoint_lanes: the cursors of the lanes whose newest claim lies in a slot, as they are looked up before the locks
KeptFor(slot) ==
  IF Broken = "no_checkpoint" THEN {}
  ELSE {[lane |-> l, cursor |-> Cursor(l)] :
          l \in {k \in Lanes : \E c \in claims : c.lane = k /\ c.slot = slot /\ c.cursor = Cursor(k)}}
Checkpoints(kept) ==
  [l \in Lanes |-> IF \E k \in kept : k.lane = l /\ k.cursor.no > checkpoint[l].no
                   THEN (CHOOSE k \in kept : k.lane = l).cursor ELSE checkpoint[l]]

\* awa.prune, before its locks
PruneProve(j) ==
  LET s == Slot(tail) IN
  /\ Idle(j) /\ janitor[j].gen = tail /\ BehindHead
  /\ ~OpenIn(s) /\ ~Held(s, janitor[j].drained)
  /\ ~\E r \in Rows : Waiting(r, s)
  /\ SetJanitor(j, [janitor[j] EXCEPT !.pc = "proved", !.lastClaims = LastClaimsIn(s), !.kept = KeptFor(s)])
  /\ NothingMoved

\* awa.truncate_segment, with claims and rows as they are after a carry
Truncate(slot, kept, claimsNow, copiesNow) ==
  /\ checkpoint' = Checkpoints(kept)
  /\ claims' = {c \in claimsNow : c.slot # slot}
  /\ copies' = [r \in Rows |-> [copiesNow[r] EXCEPT ![slot] = 0]]
  /\ tail' = tail + 1
  /\ tailSeq' = tail + 1
  /\ UNCHANGED <<newest, since, head>>

Reproved(j, s) ==
  LET state == janitor[j] IN
  /\ ~\E r \in Rows : Present(r, {s}) /\ xid[r] \notin state.drained \* awa.has_rows_since
  /\ LastClaimsIn(s) = state.lastClaims
  /\ ~Held(s, state.drained)

\* A prune that gives up is committed all the same: it leaves checkpoints that are as new as their claims.
KeepOnly(j) ==
  /\ checkpoint' = Checkpoints(janitor[j].kept)
  /\ UNCHANGED <<copies, ringVars, claims>>

\* awa.prune, under its locks
Prune(j) ==
  LET s == Slot(janitor[j].gen) IN
  /\ janitor[j].pc = "proved"
  /\ CanLock(j, s)
  /\ IF janitor[j].gen = tail /\ (Reproved(j, s) \/ Broken = "prune_without_reproof")
     THEN Truncate(s, janitor[j].kept, claims, copies) /\ SetJanitor(j, [IdleJanitor EXCEPT !.read = janitor[j].read])
     ELSE KeepOnly(j) /\ SetJanitor(j, [IdleJanitor EXCEPT !.read = janitor[j].read])

PruneBlocked(j) ==
  /\ janitor[j].pc = "proved" /\ ~CanLock(j, Slot(janitor[j].gen))
  /\ SetJanitor(j, [janitor[j] EXCEPT !.pc = "idle", !.lastClaims = {}, !.kept = {}])
  /\ KeepOnly(j)

\* awa.segment_is_free: the locks are had and given back, so every claim call that was at work is over, and a claim that is not
\* there yet lies in the generation that was the head before that, or in a newer one. Broken: nobody waits for those at work.
CarryTry(j) ==
  /\ Idle(j) /\ BehindHead /\ newest - tail + 1 >= NearlyFull
  /\ CanLock(j, Slot(tail)) \/ Broken = "carry_without_trial"
  /\ SetJanitor(j, [janitor[j] EXCEPT !.pc = "tried", !.gen = tail, !.from = head])
  /\ NothingMoved

\* awa.lock_for_carry: the ready log's slot, against writers and others who carry
CarryShare(j) ==
  LET s == Slot(janitor[j].gen) IN
  /\ janitor[j].pc = "tried" /\ ~WriterIn(s)
  /\ ~\E i \in Leaders \ {j} : janitor[i].pc \in {"sharing", "copied"} /\ Slot(janitor[i].gen) = s
  /\ SetJanitor(j, [janitor[j] EXCEPT !.pc = "sharing"])
  /\ NothingMoved

\* The claims of the generations from one on: awa.newest_claims, awa.claims_newer_than
ClaimsFrom(gen) == {c \in claims : \E g \in gen .. newest : c.slot = Slot(g)}
StillOpen(some) == {c \in some : c.members \ closed # {}}

\* awa.carry_waiting, and the first look for open claims. The claim log is held against truncation from here on.
CarryWaiting(j) ==
  LET s == Slot(janitor[j].gen) IN
  /\ janitor[j].pc = "sharing" /\ janitor[j].gen = tail
  /\ SetJanitor(j, [janitor[j] EXCEPT !.pc = "copied", !.moved = {r \in Rows : Waiting(r, s)},
                                     !.newest = ClaimsFrom(janitor[j].from), !.open = StillOpen(claims),
                                     !.kept = KeptFor(s)])
  /\ NothingMoved

\* awa.carry_open and awa.truncate_segment, under the exclusive locks
Carry(j) ==
  LET state == janitor[j]
      s == Slot(state.gen)
      newer == {c \in ClaimsFrom(state.from) : \A n \in state.newest : n.lane = c.lane => c.cursor.no > n.cursor.no}
      open == StillOpen({c \in claims : c \in state.open} \cup newer)
      \* awa.drop_copies, awa.drop_tombstoned_copies
      dropped == IF Broken = "carry_keeps_copies" THEN {} ELSE {r \in state.moved : r \in tombstoned \/ \E c \in newer : r \in c.members}
      rows(r) == (IF r \in state.moved \ dropped THEN 1 ELSE 0)
                 + (IF copies[r][s] > 0 /\ \E c \in open : r \in c.members \ closed THEN 1 ELSE 0)
  IN /\ state.pc = "copied" /\ CanLock(j, s)
     /\ IF state.gen # tail
        THEN NothingMoved /\ SetJanitor(j, [IdleJanitor EXCEPT !.read = state.read])
        ELSE /\ Truncate(s, state.kept, {IF c \in open /\ c.slot = s THEN [c EXCEPT !.slot = -1] ELSE c : c \in claims},
                         [r \in Rows |-> [copies[r] EXCEPT ![-1] = @ + rows(r)]])
             /\ xid' = [r \in Rows |-> IF Broken = "carry_without_position" /\ r \in state.moved THEN Fresh ELSE xid[r]]
             /\ janitor' = [janitor EXCEPT ![j] = [IdleJanitor EXCEPT !.read = state.read]]
             /\ UNCHANGED <<tx, aim, claimer, closed, cancellation, ghosts>>

CarryBlocked(j) ==
  /\ janitor[j].pc \in {"tried", "sharing", "copied"}
  /\ janitor[j].pc = "copied" => ~CanLock(j, Slot(janitor[j].gen))
  /\ janitor[j].pc = "sharing" => janitor[j].gen # tail
  /\ SetJanitor(j, [IdleJanitor EXCEPT !.read = janitor[j].read])
  /\ NothingMoved

\* awa.sweep_carry
Sweep(j) ==
  LET gone == {c \in claims : c.slot = -1 /\ c.members \subseteq closed}
      left == claims \ gone
      done(r) == copies[r][-1] > 0 /\ Passed(Cursor(r.lane), r) /\ ~IsOpen(r) IN
  /\ Idle(j) /\ (gone # {} \/ \E r \in Rows : done(r))
  /\ claims' = left
  /\ copies' = [r \in Rows |-> IF done(r) THEN [copies[r] EXCEPT ![-1] = 0] ELSE copies[r]]
  /\ SetJanitor(j, janitor[j])
  /\ UNCHANGED <<ringVars, checkpoint>>

-----------------------------------------------------------------------------
Producing(t) == Begin(t) \/ ReadHead(t) \/ Enqueue(t) \/ Commit(t) \/ Abort(t)
Claiming(l) == ClaimLock(l) \/ ClaimSnapshot(l) \/ ClaimRing(l) \/ ClaimSlot(l) \/ Claim(l)
Purging(l) == PurgeLock(l) \/ PurgeCount(l) \/ Purge(l)
Cancelling(l) == PassSnapshot(l) \/ PassRing(l) \/ PassLook(l) \/ PassTombstones(l)
Pruning(j) == Drained(j) \/ PruneProve(j) \/ Prune(j)
Carrying(j) == CarryTry(j) \/ CarryShare(j) \/ CarryWaiting(j) \/ Carry(j) \/ Sweep(j)
Turning(j) == PublishHead(j) \/ PublishLook(j) \/ PublishSet(j)
Carries == Broken # "no_carry"
Emptying(j) == Rotate(j) \/ Pruning(j) \/ (Carries /\ Carrying(j))
\* Where only the number of the head matters, one leader turns and empties the ring and the other only publishes.
Works(j) == Broken = "publish_without_lock" => \A i \in Leaders : j <= i

Patiently ==
  \/ \E t \in Txs : Producing(t)
  \/ \E l \in Lanes : Claiming(l)
  \/ \E r \in Rows : Finish(r) \/ CancelWaiting(r)
  \/ Cancels # {} /\ \E l \in Lanes : Cancelling(l)
  \/ Purges # {} /\ \E l \in Lanes : Purging(l)
  \/ \E j \in Leaders : Turning(j) \/ (Works(j) /\ Emptying(j))

Next == Patiently \/ \E j \in Leaders : PruneBlocked(j) \/ CarryBlocked(j)

Spec == Init /\ [][Next]_vars

\* For the liveness property: whoever waits for a lock has it in the end. Prune and carry wait too, after some tries that
\* do not; without that they are blocked again and again.
FairSpec ==
  /\ Init /\ [][IF Broken = "never_waits" THEN Next ELSE Patiently]_vars
  /\ \A t \in Txs : WF_vars(ReadHead(t)) /\ SF_vars(Enqueue(t)) /\ WF_vars(Commit(t) \/ Abort(t))
  /\ \A l \in Lanes : SF_vars(ClaimLock(l)) /\ WF_vars(Claiming(l))
  /\ \A r \in Rows : WF_vars(Finish(r))
  /\ \A j \in Leaders :
       /\ WF_vars(Rotate(j)) /\ WF_vars(PublishHead(j)) /\ SF_vars(Drained(j)) /\ SF_vars(PruneProve(j))
       /\ Broken # "never_waits" => SF_vars(Prune(j)) /\ SF_vars(Carries /\ Carry(j))
       /\ Broken = "never_waits" => WF_vars(Prune(j) \/ PruneBlocked(j)) /\ WF_vars(Carry(j) \/ CarryBlocked(j))
       /\ SF_vars(Carries /\ CarryTry(j)) /\ SF_vars(Carries /\ CarryShare(j)) /\ WF_vars(Carries /\ CarryWaiting(j))

-----------------------------------------------------------------------------
NoLoss ==
  \A r \in Rows : Committed(r) /\ given[r] = 0 /\ r \notin tombstoned \cup purged => Present(r, LiveSlots) /\ ~Passed(Cursor(r.lane), r)
ClaimOnce == \A r \in Rows : given[r] <= 1
PruneSafe ==
  \A r \in Rows : IsOpen(r) => /\ Present(r, LiveSlots)
                               /\ \E c \in claims : c.slot \in LiveSlots /\ r \in c.members
CursorSurvives == \A l \in Lanes : Cursor(l) = last[l]
CarryKeepsOrder == inOrder
\* What was cancelled or purged is not run.
OneLiveRun == \A r \in tombstoned \cup purged : given[r] = 0
\* A run stands in the ready log once: whoever joins it with its claim finds one row.
OneRow ==
  \A r \in Rows : \A p, q \in LiveSlots : copies[r][p] <= 1 /\ (p # q => copies[r][p] = 0 \/ copies[r][q] = 0)
\* Every segment is pruned in the end.
Reclaims == <>(tail = LastGen)

-----------------------------------------------------------------------------
(* Instances *)
Row(t, j, l) == [x |-> t, j |-> j, lane |-> l]
TwoRows == {Row(1, 1, 1), Row(2, 2, 1)}
ThreeRows == {Row(1, 1, 1), Row(2, 2, 1), Row(3, 3, 1)}
FourRows == {Row(1, 1, 1), Row(2, 2, 1), Row(2, 3, 1), Row(3, 4, 1)}
FiveRows == {Row(1, 1, 1), Row(2, 2, 1), Row(2, 3, 1), Row(3, 4, 1), Row(4, 5, 1)}
TwoLanes == {Row(1, 1, 1), Row(2, 2, 2)}
MixedLanes == {Row(1, 1, 1), Row(1, 2, 2), Row(2, 3, 1)}
TwoAtOnce == {Row(1, 1, 1), Row(2, 2, 1), Row(2, 3, 1)}
OneRowOnly == {Row(1, 1, 1)}
Nobody == {}
FirstStuck == {Row(1, 1, 1)}
FirstTwo == {Row(1, 1, 1), Row(2, 2, 1)}
=============================================================================
