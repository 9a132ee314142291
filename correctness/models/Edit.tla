--------------------------------- MODULE Edit ---------------------------------
(* A job that waits is edited while a worker claims from its stripe.

   An edit buries the run that waits and appends another, in one transaction under the lock of the stripe; the server may crash before the
   commit. A claim takes the stripe, looks for the run that waits and takes it. Broken names the rule that is left out. *)
EXTENDS Integers, FiniteSets

CONSTANTS
  Edits,   \* how often the job is edited at most
  Workers,
  Broken

VARIABLES
  runs,       \* the numbers of the runs that are committed
  tombstoned, \* those with a tombstone that is committed
  given,      \* how often each run was claimed
  stripe,     \* who has the lock: nobody, me (the edit), a worker
  editor,     \* the edit: idle, found (a run), buried
  found,      \* the run that the edit has found
  saw,        \* of each worker: the runs that its claim has seen
  answers     \* the runs of which an edit said that it changed the job

vars == <<runs, tombstoned, given, stripe, editor, found, saw, answers>>
All == 1 .. Edits + 1
Newest == CHOOSE r \in runs : \A q \in runs : q <= r
Waits(r) == r \in runs \ tombstoned /\ given[r] = 0

Init ==
  /\ runs = {1} /\ tombstoned = {} /\ given = [r \in All |-> 0] /\ stripe = "nobody" /\ editor = "idle" /\ found = 0
  /\ saw = [w \in Workers |-> {}] /\ answers = {}

\* awa.bury_waiting: the run is found, then the stripe is locked
Find ==
  /\ editor = "idle" /\ Newest <= Edits /\ found' = Newest /\ editor' = "found"
  /\ UNCHANGED <<runs, tombstoned, given, stripe, saw, answers>>
\* the look at the cursor under the lock; too late is the other answer
Bury ==
  /\ editor = "found"
  /\ IF Broken = "edit_without_stripe" THEN stripe' = stripe ELSE stripe = "nobody" /\ stripe' = "me"
  /\ IF Waits(found) THEN editor' = "buried" ELSE editor' = "late"
  /\ tombstoned' = IF Broken = "edit_in_two_transactions" /\ Waits(found) THEN tombstoned \cup {found} ELSE tombstoned
  /\ UNCHANGED <<runs, given, found, saw, answers>>
\* awa.append_changed, and the commit
Append ==
  /\ editor = "buried" /\ editor' = "idle" /\ stripe' = (IF stripe = "me" THEN "nobody" ELSE stripe)
  /\ runs' = runs \cup {found + 1} /\ tombstoned' = tombstoned \cup {found} /\ answers' = answers \cup {found}
  /\ UNCHANGED <<given, found, saw>>
TooLate ==
  /\ editor = "late" /\ editor' = "idle" /\ stripe' = (IF stripe = "me" THEN "nobody" ELSE stripe)
  /\ UNCHANGED <<runs, tombstoned, given, found, saw, answers>>
Crash ==
  /\ editor \in {"buried", "late"} /\ editor' = "idle" /\ stripe' = (IF stripe = "me" THEN "nobody" ELSE stripe)
  /\ UNCHANGED <<runs, tombstoned, given, found, saw, answers>>

\* awa.claim: the stripe, the snapshot, the claim row
ClaimLock(w) ==
  /\ stripe = "nobody" /\ stripe' = w /\ saw' = [saw EXCEPT ![w] = {r \in runs : Waits(r)}]
  /\ UNCHANGED <<runs, tombstoned, given, editor, found, answers>>
Claim(w) ==
  /\ stripe = w /\ stripe' = "nobody" /\ saw' = [saw EXCEPT ![w] = {}]
  /\ given' = [r \in All |-> IF r \in saw[w] THEN given[r] + 1 ELSE given[r]]
  /\ UNCHANGED <<runs, tombstoned, editor, found, answers>>

Next == Find \/ Bury \/ Append \/ TooLate \/ Crash \/ \E w \in Workers : ClaimLock(w) \/ Claim(w)
Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
\* The job runs at most once.
OneLiveRun == Cardinality({r \in All : given[r] > 0}) + Cardinality({r \in runs : Waits(r)}) <= 1
\* It waits, or was claimed.
NoLoss == \E r \in runs : Waits(r) \/ given[r] > 0
ClaimOnce == \A r \in All : given[r] <= 1
\* What an edit said that it has replaced is not run.
EditedIsNotRun == \A r \in answers : given[r] = 0
=============================================================================
