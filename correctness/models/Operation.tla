------------------------------ MODULE Operation -------------------------------
(* Operations over many jobs, which leaders work off in chunks while workers claim, jobs are promoted, and people retry, edit and stop.

   The row of an operation has its place (the last job id that was treated), its counts and its state. A chunk is one transaction of a leader:
   it locks the row, reads the next page of ids after the place, locks the rows of those that are kept or deferred, takes the stripe, looks
   under these locks what can be changed, changes it, adds the counts, moves the place, commits. It may be lost at any moment. A waiting run is
   changed by a tombstone and the run with the next number; a kept job by its next run; a deferred one stays. What a chunk can't have, because
   another has locked it or it moved since the look, is kept in the row of the operation, to be looked at again when the walk is at its end; what
   can't be changed any more then came too late. The operation "moves" makes dead letters of kept jobs, which stay kept. Every job is there when the operations are submitted, and its id never changes. Broken names
   what is left out. *)
EXTENDS Integers, FiniteSets

CONSTANTS
  Ready, Deferred, Kept, \* ids: where the jobs are in the beginning
  Leaders,               \* who take themselves for the leader
  Ops,
  Page,                  \* how many jobs a chunk treats
  Troubles,              \* how many runs fail or are snoozed, and jobs edited by people, at most
  Broken

VARIABLES
  ready, tomb, claimed,   \* the logs: runs, <<id, number>>
  open, ended, deferred, kept,
  dead,                   \* which of the kept are dead letters
  stripe,                 \* who has its lock
  rowOf,                  \* who has locked the row of each operation
  lockedBy,               \* who has locked the row of each job
  op,                     \* the rows of the operations: [place, again, changed, late, state]
  chunk,                  \* of each leader: [at, op, place, again, page, rows, plan]; again: those looked at again
  saw,                    \* what a claim has seen
  twice,                  \* whether a run was claimed twice; only to check
  changes, lates,         \* how often an operation has changed each job, and which jobs came too late; only to check
  disobeyed,              \* whether an operation changed a job after it was stopped; only to check
  steady,                 \* jobs that nobody has claimed yet; only to check
  pos, troubles

vars == <<ready, tomb, claimed, open, ended, deferred, kept, dead, stripe, rowOf, lockedBy, op, chunk, saw, twice, changes, lates, disobeyed, steady, pos,
          troubles>>
logs == <<ready, tomb, claimed, open, ended, deferred, kept, dead, saw, twice, steady, pos>>
Ids == Ready \cup Deferred \cup Kept
Idle == [at |-> "idle", op |-> "none", place |-> 0, again |-> {}, page |-> {}, rows |-> {}, plan |-> {}]
Waits(x) == x \in ready \ tomb /\ x \notin claimed
Of(s, ids) == {x \in s : x[1] \in ids}
IdsOf(s) == {x[1] : x \in s}
Waiting == {x \in ready : Waits(x)}
Max(s) == CHOOSE n \in s : \A m \in s : m <= n
\* A place is an id; by mistake it is where the job stands in its lane, which changes with it.
PlaceOf(i) == IF Broken = "place_by_xid" THEN pos[i] ELSE i

Init ==
  /\ ready = {<<i, 1>> : i \in Ready} /\ deferred = {<<i, 1>> : i \in Deferred} /\ kept = {<<i, 1>> : i \in Kept}
  /\ tomb = {} /\ dead = {} /\ claimed = {} /\ open = {} /\ ended = {} /\ stripe = "nobody" /\ saw = {} /\ twice = FALSE
  /\ rowOf = [o \in Ops |-> "nobody"] /\ lockedBy = [i \in Ids |-> "nobody"]
  /\ op = [o \in Ops |-> [place |-> 0, again |-> {}, changed |-> 0, late |-> 0, state |-> "running"]]
  /\ chunk = [l \in Leaders |-> Idle]
  /\ changes = [o \in Ops |-> [i \in Ids |-> 0]] /\ lates = [o \in Ops |-> {}] /\ disobeyed = FALSE
  /\ steady = Ids /\ pos = [i \in Ids |-> i] /\ troubles = 0

-----------------------------------------------------------------------------
\* The row of the operation; the state and the place are read under its lock.
Begin(l, o) ==
  /\ chunk[l].at = "idle" /\ op[o].state = "running"
  /\ IF Broken = "without_row" THEN rowOf' = rowOf ELSE rowOf[o] = "nobody" /\ rowOf' = [rowOf EXCEPT ![o] = l]
  /\ chunk' = [chunk EXCEPT ![l] = [Idle EXCEPT !.at = "begun", !.op = o, !.place = op[o].place]]
  /\ UNCHANGED <<logs, stripe, lockedBy, op, changes, lates, disobeyed, troubles>>

\* The next page of jobs that can be changed: one statement, by one snapshot.
Moves(l) == chunk[l].op = "moves"
Matching(l) == IF Moves(l) THEN IdsOf(kept \ dead) ELSE IdsOf(Waiting) \cup IdsOf(deferred) \cup IdsOf(kept)
After(l) == {i \in Matching(l) : PlaceOf(i) > chunk[l].place}
Runs(l, ids) == IF Moves(l) THEN {} ELSE Of(Waiting, ids)
NextPage(l) == {i \in After(l) : Cardinality({k \in After(l) : PlaceOf(k) < PlaceOf(i)}) < Page}
Read(l) ==
  /\ chunk[l].at = "begun" /\ After(l) # {}
  /\ chunk' = [chunk EXCEPT ![l].at = "read", ![l].page = NextPage(l), ![l].plan = Runs(l, NextPage(l))]
  /\ UNCHANGED <<logs, stripe, rowOf, lockedBy, op, changes, lates, disobeyed, troubles>>
ReadAgain(l) ==
  LET again == op[chunk[l].op].again
      some == again \cap Matching(l)
  IN
  /\ chunk[l].at = "begun" /\ After(l) = {} /\ again # {}
  /\ chunk' = [chunk EXCEPT ![l].at = "read", ![l].again = again, ![l].page = some, ![l].plan = Runs(l, some)]
  /\ UNCHANGED <<logs, stripe, rowOf, lockedBy, op, changes, lates, disobeyed, troubles>>
FreedRows(l) == [o \in Ops |-> IF rowOf[o] = l THEN "nobody" ELSE rowOf[o]]
FreedJobs(l) == [i \in Ids |-> IF lockedBy[i] = l THEN "nobody" ELSE lockedBy[i]]
FreedStripe(l) == IF stripe = l THEN "nobody" ELSE stripe
Done(l) ==
  /\ chunk[l].at = "begun" /\ After(l) = {} /\ op[chunk[l].op].again = {} /\ op' = [op EXCEPT ![chunk[l].op].state = "done"]
  /\ rowOf' = FreedRows(l) /\ chunk' = [chunk EXCEPT ![l] = Idle]
  /\ UNCHANGED <<logs, stripe, lockedBy, changes, lates, disobeyed, troubles>>

\* Rows of jobs that are kept or deferred: those that are still there and that nobody else has.
LockRows(l) ==
  LET rows == IF Moves(l) THEN IdsOf(kept) ELSE IdsOf(deferred) \cup IdsOf(kept)
      free == {i \in chunk[l].page \cap rows : lockedBy[i] = "nobody"}
  IN
  /\ chunk[l].at = "read"
  /\ lockedBy' = [i \in Ids |-> IF i \in free THEN l ELSE lockedBy[i]]
  /\ chunk' = [chunk EXCEPT ![l].at = "rows", ![l].rows = free]
  /\ UNCHANGED <<logs, stripe, rowOf, op, changes, lates, disobeyed, troubles>>

\* The stripe, and under it the look which of the others wait.
LockStripe(l) ==
  /\ chunk[l].at = "rows" /\ stripe = "nobody" /\ stripe' = l
  /\ chunk' = [chunk EXCEPT ![l].at = "locked",
                            ![l].plan = IF Broken = "read_before_stripe" THEN Of(@, chunk[l].page \ chunk[l].rows)
                                        ELSE Runs(l, chunk[l].page \ chunk[l].rows)]
  /\ UNCHANGED <<logs, rowOf, lockedBy, op, changes, lates, disobeyed, troubles>>

Buried(l) == IF Moves(l) THEN chunk[l].rows \cap IdsOf(dead \cap kept) ELSE {} \* another has moved them
Changed(l) == (chunk[l].rows \ Buried(l)) \cup IdsOf(chunk[l].plan)
TooLate(l) == (chunk[l].again \ chunk[l].page) \cup Buried(l)
Left(l) == IF Broken = "left_is_passed" THEN {} ELSE chunk[l].page \ (chunk[l].rows \cup Changed(l))
Moved(l) == [op EXCEPT ![chunk[l].op].place = Max({@} \cup {PlaceOf(i) : i \in chunk[l].page}),
                       ![chunk[l].op].again = (@ \ chunk[l].again) \cup Left(l),
                       ![chunk[l].op].changed = @ + Cardinality(Changed(l)),
                       ![chunk[l].op].late = @ + Cardinality(TooLate(l))]
Apply(l) ==
  LET again == IF Moves(l) THEN {} ELSE Of(kept, chunk[l].rows) \cup chunk[l].plan
      o == chunk[l].op
  IN
  /\ ready' = ready \cup {<<x[1], x[2] + 1>> : x \in again} /\ tomb' = tomb \cup chunk[l].plan /\ kept' = kept \ again
  /\ dead' = IF Moves(l) THEN dead \cup Of(kept, Changed(l)) ELSE dead
  /\ changes' = [changes EXCEPT ![o] = [i \in Ids |-> IF i \in Changed(l) THEN @[i] + 1 ELSE @[i]]]
  /\ lates' = [lates EXCEPT ![o] = @ \cup TooLate(l)]
  /\ disobeyed' = (disobeyed \/ (op[o].state = "stopped" /\ Changed(l) # {}))
  /\ pos' = IF Broken = "place_by_xid"
            THEN [i \in Ids |-> IF i \in IdsOf(again) THEN i + Max({pos[k] : k \in Ids}) ELSE pos[i]] ELSE pos
  /\ UNCHANGED <<claimed, open, ended, deferred, saw, twice, steady>>
Commit(l) ==
  /\ chunk[l].at = "locked" /\ Apply(l) /\ stripe' = FreedStripe(l) /\ lockedBy' = FreedJobs(l) /\ rowOf' = FreedRows(l)
  /\ IF Broken = "place_apart"
     THEN op' = op /\ chunk' = [chunk EXCEPT ![l].at = "half"]
     ELSE op' = Moved(l) /\ chunk' = [chunk EXCEPT ![l] = Idle]
  /\ UNCHANGED troubles
MovePlace(l) ==
  /\ chunk[l].at = "half" /\ op' = Moved(l) /\ chunk' = [chunk EXCEPT ![l] = Idle]
  /\ UNCHANGED <<logs, stripe, rowOf, lockedBy, changes, lates, disobeyed, troubles>>
Crash(l) ==
  /\ chunk[l].at # "idle" /\ chunk' = [chunk EXCEPT ![l] = Idle]
  /\ stripe' = FreedStripe(l) /\ lockedBy' = FreedJobs(l) /\ rowOf' = FreedRows(l)
  /\ UNCHANGED <<logs, op, changes, lates, disobeyed, troubles>>

-----------------------------------------------------------------------------
\* Somebody stops it: the row, which a chunk has to its end.
Stop(o) ==
  /\ op[o].state = "running" /\ (rowOf[o] = "nobody" \/ Broken = "stop_beside_chunk") /\ op' = [op EXCEPT ![o].state = "stopped"]
  /\ UNCHANGED <<logs, stripe, rowOf, lockedBy, chunk, changes, lates, disobeyed, troubles>>

rest == <<dead, rowOf, lockedBy, op, chunk, changes, lates, disobeyed>>
\* awa.retry
Retry(x) ==
  /\ x \in kept /\ lockedBy[x[1]] = "nobody" /\ kept' = kept \ {x} /\ ready' = ready \cup {<<x[1], x[2] + 1>>}
  /\ UNCHANGED <<tomb, claimed, open, ended, deferred, saw, twice, steady, pos, stripe, rest, troubles>>
\* awa.edit of a waiting run
Edit(x) ==
  /\ troubles < Troubles /\ troubles' = troubles + 1 /\ stripe = "nobody" /\ Waits(x)
  /\ tomb' = tomb \cup {x} /\ ready' = ready \cup {<<x[1], x[2] + 1>>}
  /\ UNCHANGED <<claimed, open, ended, deferred, kept, saw, twice, steady, pos, stripe, rest>>
\* awa.promote passes over rows that somebody has locked
Promote(x) ==
  /\ x \in deferred /\ lockedBy[x[1]] = "nobody" /\ deferred' = deferred \ {x} /\ ready' = ready \cup {x}
  /\ UNCHANGED <<tomb, claimed, open, ended, kept, saw, twice, steady, pos, stripe, rest, troubles>>

ClaimLock ==
  /\ stripe = "nobody" /\ Waiting # {} /\ stripe' = "worker" /\ saw' = Waiting
  /\ UNCHANGED <<ready, tomb, claimed, open, ended, deferred, kept, twice, steady, pos, rest, troubles>>
Claim ==
  /\ stripe = "worker" /\ stripe' = "nobody" /\ saw' = {}
  /\ \E x \in saw :
       /\ claimed' = claimed \cup {x} /\ open' = open \cup {x} /\ twice' = (twice \/ x \in claimed) /\ steady' = steady \ {x[1]}
  /\ UNCHANGED <<ready, tomb, ended, deferred, kept, pos, rest, troubles>>
End(x) ==
  /\ x \in open /\ open' = open \ {x}
  /\ \/ ended' = ended \cup {x} /\ UNCHANGED <<kept, deferred, troubles>>
     \/ troubles < Troubles /\ troubles' = troubles + 1 /\ kept' = kept \cup {x} /\ UNCHANGED <<ended, deferred>>
     \/ troubles < Troubles /\ troubles' = troubles + 1 /\ deferred' = deferred \cup {<<x[1], x[2] + 1>>} /\ UNCHANGED <<ended, kept>>
  /\ UNCHANGED <<ready, tomb, claimed, saw, twice, steady, pos, stripe, rest>>

Next ==
  \/ \E l \in Leaders : Read(l) \/ ReadAgain(l) \/ Done(l) \/ LockRows(l) \/ LockStripe(l) \/ Commit(l) \/ MovePlace(l) \/ Crash(l) \/ \E o \in Ops : Begin(l, o)
  \/ \E o \in Ops : Stop(o)
  \/ \E x \in kept : Retry(x)
  \/ \E x \in deferred : Promote(x)
  \/ \E x \in ready : Edit(x)
  \/ \E x \in open : End(x)
  \/ ClaimLock \/ Claim
Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
ChangedOnce == \A o \in Ops : \A i \in Ids : changes[o][i] <= 1
Places(i) ==
  Cardinality(Of(Waiting, {i})) + Cardinality(Of(deferred, {i})) + Cardinality(Of(kept, {i})) + Cardinality(Of(open, {i}))
  + Cardinality(Of(ended, {i}))
OneLiveRun == ~twice /\ \A i \in Ids : Places(i) <= 1
NoLoss == \A i \in Ids : Places(i) >= 1
RECURSIVE Sum(_, _)
Sum(f, s) == IF s = {} THEN 0 ELSE LET i == CHOOSE x \in s : TRUE IN f[i] + Sum(f, s \ {i})
CountsTrue == \A o \in Ops : op[o].changed = Sum(changes[o], Ids) /\ op[o].late = Cardinality(lates[o])
StopHolds == ~disobeyed
\* A job that nobody has claimed since the operation was submitted was changed by it; of one that moves, each that was kept all the time.
AllTreated ==
  \A o \in Ops : op[o].state = "done" => IF o = "moves" THEN \A x \in kept \ dead : x[2] > 1 ELSE \A i \in steady : changes[o][i] = 1
=============================================================================
