------------------------------- MODULE Deferred -------------------------------
(* The jobs of a copy that wait at once, and those that are due later.

   A chunk is planned before it is written: where every job can wait at once COPY writes them, else awa.append writes all, each to
   the place that it is planned for. A copy of several chunks is one transaction. The leader promotes jobs that are due: deletes them from the
   deferred ones and appends their runs in one transaction, passing by rows that somebody has locked. Two may take themselves for the leader,
   and a person may cancel a job meanwhile. Time is one step: Due. *)
EXTENDS Integers, FiniteSets

CONSTANTS
  Chunks,  \* of the copy: each a set of jobs
  Later,   \* the jobs that are due later
  Leaders,
  Broken

VARIABLES
  copy,     \* which chunks are written; its state: open, committed, aborted
  state,
  due,      \* whether time has come
  deferred, \* the rows of deferred_jobs
  ready,    \* how many runs of each job the ready log has
  ended,    \* the jobs that were cancelled
  locks,    \* of each leader and of the person ("me"): the rows that it has locked, and will delete when it commits
  early     \* whether a run was appended before its time; only to check

vars == <<copy, state, due, deferred, ready, ended, locks, early>>
Jobs == UNION Chunks
Who == Leaders \cup {"me"}
Committed == state = "committed"
Locked == UNION {locks[w] : w \in Who}

Init ==
  /\ copy = {} /\ state = "open" /\ due = FALSE /\ deferred = {} /\ ready = [j \in Jobs |-> 0] /\ ended = {}
  /\ locks = [w \in Who |-> {}] /\ early = FALSE

\* awa.append_held, or COPY. What is not committed nobody else sees.
WriteChunk(c) ==
  LET later == IF Broken = "copy_forgets_time" THEN {} ELSE c \cap Later IN
  /\ state = "open" /\ c \notin copy /\ copy' = copy \cup {c}
  /\ deferred' = deferred \cup later
  /\ ready' = [j \in Jobs |-> IF j \in c \ later THEN 1 ELSE ready[j]]
  /\ early' = (early \/ ~(c \cap Later \subseteq later))
  /\ UNCHANGED <<state, due, ended, locks>>

Commit ==
  /\ state = "open" /\ (copy = Chunks \/ Broken = "chunk_by_chunk") /\ state' = "committed"
  /\ UNCHANGED <<copy, due, deferred, ready, ended, locks, early>>
Abort ==
  /\ state = "open" /\ state' = "aborted" /\ copy' = {} /\ deferred' = {} /\ ready' = [j \in Jobs |-> 0]
  /\ UNCHANGED <<due, ended, locks, early>>

Due == ~due /\ due' = TRUE /\ UNCHANGED <<copy, state, deferred, ready, ended, locks, early>>

-----------------------------------------------------------------------------
\* awa.promote: FOR UPDATE SKIP LOCKED, of what is due
PromoteLock(l) ==
  LET some == IF Broken = "promote_without_lock" THEN deferred ELSE deferred \ Locked IN
  /\ Committed /\ locks[l] = {} /\ some # {}
  /\ due \/ Broken = "promote_early"
  /\ locks' = [locks EXCEPT ![l] = some]
  /\ UNCHANGED <<copy, state, due, deferred, ready, ended, early>>

Append(some) == ready' = [j \in Jobs |-> IF j \in some THEN ready[j] + 1 ELSE ready[j]]
Promote(l) ==
  /\ locks[l] # {} /\ locks' = [locks EXCEPT ![l] = {}]
  /\ Append(locks[l]) /\ deferred' = (IF Broken = "promote_keeps" THEN deferred ELSE deferred \ locks[l])
  /\ early' = (early \/ ~due)
  /\ UNCHANGED <<copy, state, due, ended>>
PromoteFails(l) ==
  /\ locks[l] # {} /\ locks' = [locks EXCEPT ![l] = {}]
  /\ UNCHANGED <<copy, state, due, deferred, ready, ended, early>>

\* awa.cancel_deferred: waits for the row, and finds it gone where it was promoted
CancelLock(j) ==
  /\ Committed /\ locks["me"] = {} /\ j \in deferred /\ (j \notin Locked \/ Broken = "cancel_without_lock")
  /\ locks' = [locks EXCEPT !["me"] = {j}]
  /\ UNCHANGED <<copy, state, due, deferred, ready, ended, early>>
Cancel ==
  /\ locks["me"] # {} /\ locks' = [locks EXCEPT !["me"] = {}]
  /\ ended' = ended \cup locks["me"] /\ deferred' = deferred \ locks["me"]
  /\ UNCHANGED <<copy, state, due, ready, early>>

Next ==
  \/ \E c \in Chunks : WriteChunk(c)
  \/ Commit \/ Abort \/ Due
  \/ \E l \in Leaders : PromoteLock(l) \/ Promote(l) \/ PromoteFails(l)
  \/ (\E j \in Jobs : CancelLock(j)) \/ Cancel

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
Places(j) == ready[j] + Cardinality({j} \cap deferred) + Cardinality({j} \cap ended)
\* All jobs of a committed copy are there, and none of one that was taken back.
AllOrNothing == (Committed => \A j \in Jobs : Places(j) > 0) /\ (state = "aborted" => \A j \in Jobs : Places(j) = 0)
\* A job waits, or is deferred, or has ended.
OneLiveRun == \A j \in Jobs : Places(j) <= 1
\* Nothing waits before its time.
NotEarly == ~early
=============================================================================
