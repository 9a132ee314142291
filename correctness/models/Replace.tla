------------------------------- MODULE Replace -------------------------------
(* One unique key whose rule replaces the job that waits for its time. A producer is a transaction: it takes the key, or finds the
   holder and locks the holder's row among the deferred jobs, then writes, then commits or rolls back. Meanwhile the job's time comes:
   a promotion passes locked rows by, moves the row into the ready log and lets the key go, in one transaction. A cancellation waits for the row.
   What a producer brings are arguments, told by its number; a row has the newest that was committed.

   One transaction moves or cancels at a time, in two steps, so that a producer may come in between. *)
EXTENDS Integers, FiniteSets, TLC

CONSTANTS
  Producers,
  Levels,    \* isolation levels of the producers: RC, RR
  Broken

VARIABLES
  level, phase,  \* of each producer: new, begun, found (a holder is seen), locked, ended
  snap,          \* the holder that the snapshot of a repeatable producer shows, and its version
  saw,           \* the holder that a producer has found
  told,          \* what a producer was answered: nothing, enqueued, replaced, duplicate
  holder,        \* who holds the key, committed; 0: nobody
  taken,         \* the producer that has inserted the key and is open; 0: none
  row,           \* the row of each job that waits: the producer whose arguments it has; 0: there is none
  version,       \* how often the row of each job was changed, or taken away
  lock,          \* who has the row of each job: a producer, -1 (the transaction that moves) or 0
  mover,         \* what the transaction that is moving a job does: "", "promotes", "cancels"; and which job
  ready,         \* arguments that came into the ready log
  gone,          \* arguments that were cancelled
  over           \* of each producer the producers that have replaced its arguments after its commit

vars == <<level, phase, snap, saw, told, holder, taken, row, version, lock, mover, ready, gone, over>>

Jobs == Producers   \* a job is called as the producer that enqueued it
Rows == {j \in Jobs : row[j] # 0}

Init ==
  /\ level \in [Producers -> Levels]
  /\ phase = [p \in Producers |-> "new"]
  /\ snap = [p \in Producers |-> <<0, 0>>]
  /\ saw = [p \in Producers |-> 0]
  /\ told = [p \in Producers |-> "nothing"]
  /\ holder = 0 /\ taken = 0
  /\ row = [j \in Jobs |-> 0]
  /\ version = [j \in Jobs |-> 0]
  /\ lock = [j \in Jobs |-> 0]
  /\ mover = <<"", 0>>
  /\ ready = {} /\ gone = {}
  /\ over = [p \in Producers |-> {}]

Begin(p) ==
  /\ phase[p] = "new"
  /\ phase' = [phase EXCEPT ![p] = "begun"]
  /\ snap' = [snap EXCEPT ![p] = <<holder, IF holder = 0 THEN 0 ELSE version[holder]>>]
  /\ UNCHANGED <<level, saw, told, holder, taken, row, version, lock, mover, ready, gone, over>>

\* A key that somebody deletes in an open transaction is waited for.
KeyIsSettled == taken = 0 /\ (mover[1] = "" \/ mover[2] # holder \/ Broken = "key_let_go_later")

\* INSERT ... ON CONFLICT DO NOTHING: the key is free.
Take(p) ==
  /\ phase[p] = "begun" /\ KeyIsSettled /\ holder = 0
  /\ taken' = p
  /\ phase' = [phase EXCEPT ![p] = "locked"]
  /\ told' = [told EXCEPT ![p] = "enqueued"]
  /\ UNCHANGED <<level, snap, saw, holder, row, version, lock, mover, ready, gone, over>>

\* It is held. A repeatable transaction does not get by a holder that it does not see.
Find(p) ==
  /\ phase[p] = "begun" /\ KeyIsSettled /\ holder # 0
  /\ level[p] = "RR" => snap[p][1] = holder
  /\ saw' = [saw EXCEPT ![p] = holder]
  /\ phase' = [phase EXCEPT ![p] = "found"]
  /\ UNCHANGED <<level, snap, told, holder, taken, row, version, lock, mover, ready, gone, over>>

\* awa.lock_waiting. A repeatable transaction is refused a row that was changed or taken away since (Abort).
Lock(p) ==
  /\ phase[p] = "found" /\ lock[saw[p]] = 0
  /\ (level[p] = "RR") => version[saw[p]] = snap[p][2]
  /\ IF row[saw[p]] # 0 \/ Broken = "no_second_look"
     THEN /\ lock' = IF Broken = "row_not_locked" \/ row[saw[p]] = 0 THEN lock ELSE [lock EXCEPT ![saw[p]] = p]
          /\ phase' = [phase EXCEPT ![p] = "locked"]
          /\ told' = [told EXCEPT ![p] = IF row[saw[p]] = 0 THEN "duplicate" ELSE "replaced"]
     ELSE /\ UNCHANGED lock \* the row is gone: is the key still held by this one? Then the rule holds it on
          /\ IF holder = saw[p]
             THEN phase' = [phase EXCEPT ![p] = "locked"] /\ told' = [told EXCEPT ![p] = "duplicate"]
             ELSE phase' = [phase EXCEPT ![p] = "begun"] /\ UNCHANGED told
  /\ UNCHANGED <<level, snap, saw, holder, taken, row, version, mover, ready, gone, over>>

\* What was committed with the arguments of somebody else is replaced by p: that is no loss for these.
Commit(p) ==
  /\ phase[p] = "locked"
  /\ told[p] = "replaced" /\ Broken = "row_not_locked" => lock[saw[p]] = 0
  /\ phase' = [phase EXCEPT ![p] = "ended"]
  /\ CASE told[p] = "enqueued" ->
            /\ holder' = p /\ taken' = 0
            /\ row' = [row EXCEPT ![p] = p]
            /\ UNCHANGED <<lock, version, over>>
       [] told[p] = "replaced" ->
            LET j == saw[p] IN
            /\ row' = IF row[j] = 0 THEN row ELSE [row EXCEPT ![j] = p]
            /\ over' = IF row[j] = 0 THEN over ELSE [over EXCEPT ![row[j]] = @ \cup {p}]
            /\ version' = [version EXCEPT ![j] = @ + 1]
            /\ lock' = IF lock[j] = p THEN [lock EXCEPT ![j] = 0] ELSE lock
            /\ UNCHANGED <<holder, taken>>
       [] OTHER -> UNCHANGED <<holder, taken, row, lock, version, over>>
  /\ UNCHANGED <<level, snap, saw, told, mover, ready, gone>>

\* Also for a serialization failure.
Abort(p) ==
  /\ phase[p] \in {"begun", "found", "locked"}
  /\ phase' = [phase EXCEPT ![p] = "ended"]
  /\ told' = [told EXCEPT ![p] = "nothing"]
  /\ taken' = IF taken = p THEN 0 ELSE taken
  /\ lock' = [j \in Jobs |-> IF lock[j] = p THEN 0 ELSE lock[j]]
  /\ UNCHANGED <<level, snap, saw, holder, row, version, mover, ready, gone, over>>

\* A promotion, or a cancellation, has the row, and has deleted it and the key; others see that when it commits.
Move(j, how) ==
  /\ mover[1] = "" /\ row[j] # 0 /\ lock[j] = 0
  /\ mover' = <<how, j>>
  /\ lock' = [lock EXCEPT ![j] = -1]
  /\ UNCHANGED <<level, phase, snap, saw, told, holder, taken, row, version, ready, gone, over>>

Moved ==
  /\ mover[1] # ""
  /\ LET j == mover[2] IN
     /\ ready' = IF mover[1] = "promotes" THEN ready \cup {row[j]} ELSE ready
     /\ gone' = IF mover[1] = "cancels" THEN gone \cup {row[j]} ELSE gone
     /\ row' = [row EXCEPT ![j] = 0]
     /\ version' = [version EXCEPT ![j] = @ + 1]
     /\ lock' = [lock EXCEPT ![j] = 0]
     /\ holder' = IF holder = j /\ Broken \notin {"key_kept", "key_let_go_later"} THEN 0 ELSE holder
     /\ mover' = <<"", 0>>
  /\ UNCHANGED <<level, phase, snap, saw, told, taken, over>>

\* Broken = key_let_go_later: in a transaction of its own, after the move.
LetGo ==
  /\ Broken = "key_let_go_later" /\ holder # 0 /\ row[holder] = 0
  /\ holder' = 0
  /\ UNCHANGED <<level, phase, snap, saw, told, taken, row, version, lock, mover, ready, gone, over>>

Next ==
  \/ \E p \in Producers : Begin(p) \/ Take(p) \/ Find(p) \/ Lock(p) \/ Commit(p) \/ Abort(p)
  \/ \E j \in Jobs : Move(j, "promotes") \/ Move(j, "cancels")
  \/ Moved
  \/ LetGo
Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
Committed == {p \in Producers : phase[p] = "ended" /\ told[p] # "nothing"}
Kept(p) == p \in ready \cup gone \cup {row[j] : j \in Jobs}

\* Arguments that were taken wait, or have come to the ready log, or were cancelled, or were replaced by newer ones.
NothingLost == \A p \in Committed : told[p] # "duplicate" => Kept(p) \/ over[p] # {}
\* The rule lets nobody be a duplicate: who comes too late to replace makes a job of its own.
NobodyTooLate == \A p \in Committed : told[p] # "duplicate"
\* One job waits for a key, and the holder of a key is one that waits.
OneWaits == Cardinality(Rows) <= 1
HolderWaits == holder # 0 => row[holder] # 0

-----------------------------------------------------------------------------
(* Instances *)
Three == {1, 2, 3}
Four == {1, 2, 3, 4}
Both == {"RC", "RR"}
OnlyRC == {"RC"}
=============================================================================
