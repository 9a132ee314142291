------------------------------ MODULE ClaimTrace ------------------------------
(* Whether what the engine did is a behaviour of the model Claim.

   Recorded.tla, which the recorder writes, has the runs, the calls that were made and what each answered (Calls), and the moments at which
   they began and ended (Points: n is the begin of call n, -n its end). Calls of several connections overlap. Each takes effect in the
   model by the actions of its verb at some moment between, and the last of them must have the outcome that was recorded. The
   other actions of the model do not occur. NotReplayed is violated, when the run is one of the model, by a behaviour that comes to its end. *)
EXTENDS Claim, Recorded, Sequences

VARIABLES
  at,     \* the next point
  active  \* the calls that have begun and have not taken effect

TraceInit == Init /\ at = 1 /\ active = {}

\* A call may take effect as late as its end: nothing is done before somebody has to.
Point ==
  /\ at <= Len(Points) /\ at' = at + 1
  /\ \/ Points[at] > 0 /\ active' = active \cup {Points[at]}
     \/ Points[at] < 0 /\ -Points[at] \notin active /\ UNCHANGED active
  /\ UNCHANGED vars

Due == at <= Len(Points) /\ Points[at] < 0 /\ -Points[at] \in active
Calling(verb) == {k \in active : Calls[k].verb = verb}
TakesEffect(k) == active' = active \ {k}
Meanwhile == UNCHANGED active

Begins(k) == Begin(Calls[k].x) /\ TakesEffect(k)
Appends(k) ==
  LET t == Calls[k].x IN
  \/ ReadHead(t) /\ Meanwhile
  \/ /\ Enqueue(t) /\ TakesEffect(k)
     /\ IF Calls[k].refused THEN tx'[t] = "aborted" ELSE tx'[t] = "wrote" /\ aim[t] = Calls[k].gen
Commits(k) == Commit(Calls[k].x) /\ TakesEffect(k)
Aborts(k) == Abort(Calls[k].x) /\ TakesEffect(k)

Jobs(rows) == {r.j : r \in rows}
IsRecorded(claim, call) ==
  /\ claim.slot = call.slot /\ Jobs(claim.members) = call.members
  /\ claim.cursor.no = call.no /\ claim.cursor.lo = call.lo /\ claim.cursor.hi = call.hi
  /\ claim.cursor.pos = IF call.finishes THEN Finished ELSE call.pos
Claims(k) ==
  LET call == Calls[k]
      l == call.lane IN
  \/ (ClaimLock(l) \/ ClaimSnapshot(l) \/ ClaimRing(l) \/ ClaimSlot(l)) /\ Meanwhile
  \/ /\ Claim(l) /\ TakesEffect(k)
     /\ IF call.members = {} THEN claims' = claims ELSE \E c \in claims' \ claims : IsRecorded(c, call)

\* All runs of a flush are closed by one transaction.
Flushes(k) ==
  LET rows == {r \in Rows : r.j \in Calls[k].jobs} IN
  /\ \A r \in rows : IsOpen(r)
  /\ closed' = closed \cup rows /\ TakesEffect(k)
  /\ UNCHANGED <<tx, aim, xid, copies, ringVars, claims, checkpoint, claimer, cancellation, janitor, ghosts>>

J == 1
Nothing == UNCHANGED vars

Rotates(k) ==
  /\ TakesEffect(k)
  /\ IF Calls[k].done THEN Rotate(J) /\ since'[newest'] = (IF Calls[k].since < 0 THEN Unknown ELSE Calls[k].since) ELSE Nothing
Publishes(k) == TakesEffect(k) /\ (PublishHead(J) \/ (newest = head /\ Nothing))

\* A leader may ask again. The model's does so once for each segment.
Drains(k) ==
  \/ janitor[J].gen # -1 /\ SetJanitor(J, IdleJanitor) /\ NothingMoved /\ Meanwhile
  \/ /\ TakesEffect(k)
     /\ IF Calls[k].done THEN Drained(J) /\ janitor'[J].drained = Calls[k].sees
        ELSE (newest = tail \/ \E r \in Rows : Waiting(r, Slot(tail))) /\ Nothing

\* One that gives up has looked, or kept the cursors besides.
Prunes(k) ==
  \/ PruneProve(J) /\ Meanwhile
  \/ /\ TakesEffect(k)
     /\ IF Calls[k].done THEN Prune(J) /\ tail' = tail + 1
        ELSE \/ janitor[J].pc = "idle" /\ Nothing
             \/ janitor[J].pc = "proved" /\ KeepOnly(J) /\ SetJanitor(J, IdleJanitor)

CarriesOver(k) ==
  \/ (CarryTry(J) \/ CarryShare(J) \/ CarryWaiting(J)) /\ Meanwhile
  \/ /\ TakesEffect(k)
     /\ IF Calls[k].done THEN Carry(J) /\ tail' = tail + 1 /\ {r.j : r \in {q \in Rows : copies'[q][-1] > copies[q][-1]}} = Calls[k].carried
        ELSE SetJanitor(J, IdleJanitor) /\ NothingMoved

\* The recorded claims are swept. Which rows go with them is not recorded: a prune takes some before.
Sweeps(k) ==
  LET gone == {c \in claims : c.slot = -1 /\ <<c.lane, c.cursor.no>> \in Calls[k].gone}
      done(r) == copies[r][-1] > 0 /\ Passed(Cursor(r.lane), r) /\ ~IsOpen(r) IN
  /\ TakesEffect(k)
  /\ Cardinality(gone) = Cardinality(Calls[k].gone) /\ \A c \in gone : c.members \subseteq closed
  /\ claims' = claims \ gone
  /\ copies' = [r \in Rows |-> IF done(r) THEN [copies[r] EXCEPT ![-1] = 0] ELSE copies[r]]
  /\ UNCHANGED <<tx, aim, xid, ringVars, checkpoint, closed, claimer, cancellation, janitor, ghosts>>

Step ==
  /\ Due /\ UNCHANGED at
  /\ \/ \E k \in Calling("begin") : Begins(k)
     \/ \E k \in Calling("append") : Appends(k)
     \/ \E k \in Calling("commit") : Commits(k)
     \/ \E k \in Calling("abort") : Aborts(k)
     \/ \E k \in Calling("claim") : Claims(k)
     \/ \E k \in Calling("flush") : Flushes(k)
     \/ \E k \in Calling("rotate") : Rotates(k)
     \/ \E k \in Calling("publish") : Publishes(k)
     \/ \E k \in Calling("drained") : Drains(k)
     \/ \E k \in Calling("prune") : Prunes(k)
     \/ \E k \in Calling("carry") : CarriesOver(k)
     \/ \E k \in Calling("sweep") : Sweeps(k)

TraceSpec == TraceInit /\ [][Point \/ Step]_<<vars, at, active>>

NotReplayed == at <= Len(Points)
=============================================================================
