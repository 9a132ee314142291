-------------------------------- MODULE Retry ---------------------------------
(* A failed job that several want to run again, while others purge it and enqueue a job with its unique key.

   awa.retry is one transaction: it locks the row of the job, takes the job's key, and moves the job into the ready log. What it has done is
   seen by others when it commits. Whoever wants a row that is locked, or a key that is taken, waits for the end of that transaction, and
   then looks again: a row may be gone then, a key may have another holder. awa.purge locks the row, lets go of the key and deletes the job. *)
EXTENDS Integers

CONSTANTS
  People, \* who retry
  Broken

VARIABLES
  at,     \* of each of the people, and of "purge": idle, locked, held (they have the key, or know who has it), done
  row,    \* whether the job is among the failed ones
  locked, \* who has locked its row; "nobody"
  ready,  \* how many runs of it wait that have no end yet
  key,    \* <<whose open transaction has it, or "", who holds it: "nobody", "job", "other">>
  other   \* the other job with the key: new, open, there, refused

vars == <<at, row, locked, ready, key, other>>
Who == People \cup {"purge"}
Free == <<"", "nobody">>
HeldBy(j) == <<"", j>>
Open(k) == k[1] # ""

Init ==
  /\ at = [w \in Who |-> "idle"] /\ row = TRUE /\ locked = "nobody" /\ ready = 0 /\ other = "new"
  /\ key \in {Free, HeldBy("job")} \* the rule may hold it on after a failure

-----------------------------------------------------------------------------
\* SELECT ... FOR UPDATE: waits while another has the row; then it may be gone.
Lock(w) ==
  /\ at[w] = "idle" /\ (locked = "nobody" \/ Broken = "retry_without_lock")
  /\ IF row
     THEN at' = [at EXCEPT ![w] = "locked"] /\ locked' = (IF locked = "nobody" THEN w ELSE locked)
     ELSE at' = [at EXCEPT ![w] = "done"] /\ UNCHANGED locked
  /\ UNCHANGED <<row, ready, key, other>>

\* INSERT ... ON CONFLICT DO NOTHING: waits while an open transaction has the key.
Hold(w) ==
  /\ w \in People /\ at[w] = "locked" /\ ~Open(key)
  /\ at' = [at EXCEPT ![w] = "held"] /\ key' = (IF key = Free THEN <<w, "job">> ELSE key)
  /\ UNCHANGED <<row, locked, ready, other>>

Unlocked(w) == IF locked = w THEN "nobody" ELSE locked

\* The row goes and the run comes, if the key is the job's; and all of it is committed. A DELETE finds what is still there.
Move(w) ==
  LET mine == key \in {<<w, "job">>, HeldBy("job")} \/ Broken = "move_without_key"
      there == row \/ Broken = "retry_without_lock"
  IN
  /\ at[w] = "held" /\ at' = [at EXCEPT ![w] = "done"] /\ locked' = Unlocked(w)
  /\ row' = (row /\ ~mine) /\ ready' = (IF mine /\ there THEN ready + 1 ELSE ready)
  /\ key' = (IF key = <<w, "job">> THEN HeldBy("job") ELSE key)
  /\ UNCHANGED other

\* Its connection is lost, or the caller rolls back.
Fail(w) ==
  /\ at[w] \in {"locked", "held"} /\ at' = [at EXCEPT ![w] = "idle"] /\ locked' = Unlocked(w)
  /\ key' = (IF key = <<w, "job">> THEN Free ELSE key)
  /\ UNCHANGED <<row, ready, other>>

Purge ==
  /\ at["purge"] = "locked" /\ at' = [at EXCEPT !["purge"] = "done"] /\ locked' = Unlocked("purge")
  /\ row' = FALSE /\ key' = (IF key = HeldBy("job") /\ row /\ Broken # "purge_keeps_key" THEN Free ELSE key)
  /\ UNCHANGED <<ready, other>>

-----------------------------------------------------------------------------
\* awa.append of another job with the key
Enqueue ==
  /\ other = "new" /\ ~Open(key)
  /\ IF key = Free THEN other' = "open" /\ key' = <<"producer", "other">> ELSE other' = "refused" /\ UNCHANGED key
  /\ UNCHANGED <<at, row, locked, ready>>
Commit == other = "open" /\ other' = "there" /\ key' = HeldBy("other") /\ UNCHANGED <<at, row, locked, ready>>
RollBack == other = "open" /\ other' = "new" /\ key' = Free /\ UNCHANGED <<at, row, locked, ready>>

\* A run of the job ends: it fails again and lets go of its key.
End ==
  /\ ready > 0 /\ key = HeldBy("job") /\ ready' = ready - 1 /\ row' = TRUE /\ key' \in {Free, HeldBy("job")}
  /\ UNCHANGED <<at, locked, other>>

Next ==
  \/ \E w \in Who : Lock(w) \/ Fail(w)
  \/ \E w \in People : Hold(w) \/ Move(w)
  \/ Purge \/ Enqueue \/ Commit \/ RollBack \/ End

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
\* A job waits once, or is kept, or is gone.
OneLiveRun == ready + (IF row THEN 1 ELSE 0) <= 1
\* Of two jobs with one key that live, one does.
OneHolder == ready > 0 => other # "there" /\ key = HeldBy("job")
\* A key is held by a job that is there.
NoStrayKey == key = HeldBy("job") => ready > 0 \/ row
=============================================================================
