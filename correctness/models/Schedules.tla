------------------------------ MODULE Schedules ------------------------------
(* One schedule, which is planned for each tick of a clock, and leaders that fire it.

   A leader reads the row: up to which time it is settled, and its version. It reckons what has come: the newest time, once for all. Then, in one
   transaction, it locks the row, compares both, passes over what is noted, enqueues the job, notes the fire and settles the times up to it
   (awa.fire_schedules). It may die at any moment, and two may take themselves for the leader. The clock may be set to any time. Somebody may declare
   the schedule anew meanwhile, or resume it, which settles it up to now, also backwards.

   Broken names what is left out. *)
EXTENDS Integers

CONSTANTS
  Last,     \* the clock goes from 0 to this
  Leaders,
  Changes,  \* how often it is declared anew or resumed, at most
  Broken

VARIABLES
  now,
  seen,     \* the latest time that the clock has shown; only to check
  through,  \* up to which time the schedule is settled: fired_through
  version,
  noted,    \* schedule_fires
  jobs,     \* how many jobs each time has; only to check
  stale,    \* whether a job was enqueued by what is not declared any more; only to check
  row,      \* who has locked the row
  read,     \* what each leader has read
  half,     \* where the mark is apart: the leader's job is enqueued, its mark is not
  changes

vars == <<now, seen, through, version, noted, jobs, stale, row, read, half, changes>>
Times == 0..Last
Nothing == [through |-> -1, version |-> -1, fire |-> -1]
NoLock == Broken = "lock_and_key"
NoComparison == Broken = "compare_and_key"
HasKey == Broken \notin {"lock_and_key", "compare_and_key", "key"}

Init ==
  /\ now = 0 /\ seen = 0 /\ through = 0 /\ version = 1 /\ noted = {} /\ jobs = [t \in Times |-> 0] /\ stale = FALSE
  /\ row = "nobody" /\ read = [l \in Leaders |-> Nothing] /\ half = [l \in Leaders |-> FALSE] /\ changes = 0

SetClock(t) ==
  /\ t # now /\ now' = t /\ seen' = (IF t > seen THEN t ELSE seen)
  /\ UNCHANGED <<through, version, noted, jobs, stale, row, read, half, changes>>

\* schedules/due.sql, and Reckoning
Read(l) ==
  /\ read[l] = Nothing /\ row # l /\ now > through
  /\ read' = [read EXCEPT ![l] = [through |-> through, version |-> version, fire |-> now]]
  /\ UNCHANGED <<now, seen, through, version, noted, jobs, stale, row, half, changes>>

\* The row's lock, without waiting.
Lock(l) ==
  /\ read[l] # Nothing /\ row = "nobody" /\ row' = l
  /\ UNCHANGED <<now, seen, through, version, noted, jobs, stale, read, half, changes>>
MayFire(l) == IF NoLock THEN read[l] # Nothing ELSE row = l

Same(l) ==
  /\ NoComparison \/ (read[l].through = through)
  /\ Broken = "version" \/ read[l].version = version
Free(l) == row' = IF row = l THEN "nobody" ELSE row
Forget(l) == read' = [read EXCEPT ![l] = Nothing]
IsNew(l) == ~HasKey \/ read[l].fire \notin noted

\* What was read is not as it was: nothing is done.
Leave(l) ==
  /\ MayFire(l) /\ ~half[l] /\ ~Same(l) /\ Free(l) /\ Forget(l)
  /\ UNCHANGED <<now, seen, through, version, noted, jobs, stale, half, changes>>

Enqueue(l) ==
  LET t == read[l].fire IN
  /\ jobs' = IF IsNew(l) THEN [jobs EXCEPT ![t] = @ + 1] ELSE jobs
  /\ stale' = (stale \/ (IsNew(l) /\ read[l].version # version))
Settle(l) == through' = read[l].fire /\ noted' = noted \cup {read[l].fire}

\* One transaction. Without the lock the comparison may have been made earlier, so it does not hold.
Fire(l) ==
  /\ Broken # "mark_apart"
  /\ MayFire(l) /\ (Same(l) \/ NoLock)
  /\ Enqueue(l) /\ Settle(l) /\ Free(l) /\ Forget(l)
  /\ UNCHANGED <<now, seen, version, half, changes>>

FireFirst(l) ==
  /\ Broken = "mark_apart" /\ MayFire(l) /\ ~half[l] /\ Same(l)
  /\ Enqueue(l) /\ half' = [half EXCEPT ![l] = TRUE]
  /\ UNCHANGED <<now, seen, through, version, noted, row, read, changes>>
MarkThen(l) ==
  /\ half[l] /\ Settle(l) /\ Free(l) /\ Forget(l) /\ half' = [half EXCEPT ![l] = FALSE]
  /\ UNCHANGED <<now, seen, version, jobs, stale, changes>>

\* Its transaction is rolled back, and it comes back later.
Dies(l) ==
  /\ (read[l] # Nothing \/ row = l) /\ Free(l) /\ Forget(l) /\ half' = [half EXCEPT ![l] = FALSE]
  /\ UNCHANGED <<now, seen, through, version, noted, jobs, stale, changes>>

\* awa.put_schedules and awa.resume_schedule wait for the row.
Declare ==
  /\ row = "nobody" /\ changes < Changes /\ changes' = changes + 1 /\ version' = version + 1
  /\ UNCHANGED <<now, seen, through, noted, jobs, stale, row, read, half>>
Resume ==
  /\ row = "nobody" /\ changes < Changes /\ changes' = changes + 1 /\ through' = now
  /\ UNCHANGED <<now, seen, version, noted, jobs, stale, row, read, half>>

Next ==
  \/ \E t \in Times : SetClock(t)
  \/ \E l \in Leaders : Read(l) \/ Lock(l) \/ Leave(l) \/ Fire(l) \/ FireFirst(l) \/ MarkThen(l) \/ Dies(l)
  \/ Declare \/ Resume

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
\* A planned time is fired once.
FiredOnce == \A t \in Times : jobs[t] <= 1
\* And shown by its key.
Shown == Broken = "mark_apart" \/ \A t \in Times : jobs[t] > 0 <=> t \in noted
\* Not before it has come by the clock.
NotEarly == \A t \in Times : jobs[t] > 0 => t <= seen
\* What is enqueued is what is declared.
AsDeclared == ~stale
=============================================================================
