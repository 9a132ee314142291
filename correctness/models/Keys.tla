-------------------------------- MODULE Keys --------------------------------
(* Unique keys: who owns one. A producer is a transaction that makes one or more calls, each of some chunks of jobs, one job a
   key; it takes the keys first, then writes the jobs that own theirs, then commits. Jobs that hold keys end meanwhile and let
   them go. READ COMMITTED looks at what is committed now, a repeatable transaction (RR) at what was when it began; the unique
   index knows the newest truth whoever asks, and makes a producer wait for another that has taken the key and is open. *)
EXTENDS Integers, Sequences, FiniteSets, TLC

CONSTANTS
  Producers,
  Calls,     \* of each producer: a sequence of calls, a call is a sequence of chunks, a chunk a set of keys
  Levels,    \* isolation levels
  Held,      \* the keys that a job holds in the beginning
  Broken

VARIABLES
  level,     \* of each producer
  phase,     \* new, taking, written (all keys are decided), ended
  snap,      \* what the snapshot of a repeatable transaction shows: of each key the holder
  todo,      \* keys still to be taken, in order
  conflict,  \* the key at which the index has shown a holder that is not looked up yet, or 0
  later,     \* keys like that whose look is put off (Broken = retry_last)
  answer,    \* of each producer: key and owner pairs
  taken,     \* of each key the open producer that has inserted it, or 0
  holder,    \* of each key the committed holder, or Nobody
  live,      \* jobs that are committed and have not ended
  ever       \* jobs that are or were

vars == <<level, phase, snap, todo, conflict, later, answer, taken, holder, live, ever>>

Nobody == <<0, 0>>
Job(p, k) == <<p, k>>
KeysOf(chunks) == UNION {chunks[i] : i \in 1 .. Len(chunks)}
AllKeys == Held \cup UNION {UNION {KeysOf(Calls[p][i]) : i \in 1 .. Len(Calls[p])} : p \in Producers}

RECURSIVE Sorted(_)
Sorted(keys) ==
  IF keys = {} THEN <<>>
  ELSE LET least == CHOOSE k \in keys : \A l \in keys : k <= l IN <<least>> \o Sorted(keys \ {least})
RECURSIVE ChunkByChunk(_)
ChunkByChunk(chunks) == IF chunks = <<>> THEN <<>> ELSE Sorted(Head(chunks)) \o ChunkByChunk(Tail(chunks))
RECURSIVE Order(_)
Order(calls) ==
  IF calls = <<>> THEN <<>>
  ELSE (IF Broken = "chunks" THEN ChunkByChunk(Head(calls)) ELSE Sorted(KeysOf(Head(calls)))) \o Order(Tail(calls))

Init ==
  /\ level \in [Producers -> Levels]
  /\ phase = [p \in Producers |-> "new"]
  /\ snap = [p \in Producers |-> [k \in AllKeys |-> Nobody]]
  /\ todo = [p \in Producers |-> Order(Calls[p])]
  /\ conflict = [p \in Producers |-> 0]
  /\ later = [p \in Producers |-> {}]
  /\ answer = [p \in Producers |-> {}]
  /\ taken = [k \in AllKeys |-> 0]
  /\ holder = [k \in AllKeys |-> IF k \in Held THEN Job(0, k) ELSE Nobody]
  /\ live = {Job(0, k) : k \in Held}
  /\ ever = {Job(0, k) : k \in Held}

Begin(p) ==
  /\ phase[p] = "new"
  /\ phase' = [phase EXCEPT ![p] = "taking"]
  /\ snap' = [snap EXCEPT ![p] = holder]
  /\ UNCHANGED <<level, todo, conflict, later, answer, taken, holder, live, ever>>

Ends(p) ==
  /\ phase' = [phase EXCEPT ![p] = "ended"]
  /\ taken' = [k \in AllKeys |-> IF taken[k] = p THEN 0 ELSE taken[k]]
  /\ todo' = [todo EXCEPT ![p] = <<>>]
  /\ conflict' = [conflict EXCEPT ![p] = 0]
  /\ later' = [later EXCEPT ![p] = {}]

\* Also for a serialization failure.
Abort(p) ==
  /\ phase[p] \in {"taking", "written"}
  /\ Ends(p)
  /\ answer' = [answer EXCEPT ![p] = {}]
  /\ UNCHANGED <<level, snap, holder, live, ever>>

\* What a look of p for the holder of a key shows.
Visible(p, k) ==
  LET committed == IF level[p] = "RR" THEN snap[p][k] ELSE holder[k]
  IN ({committed} \ {Nobody}) \cup (IF taken[k] = p THEN {Job(p, k)} ELSE {})

Answer(p, k, owner) == answer' = [answer EXCEPT ![p] = @ \cup {<<k, owner>>}]
Wants(p) == phase[p] = "taking" /\ conflict[p] = 0 /\ todo[p] # <<>>
Key(p) == Head(todo[p])

\* INSERT ... ON CONFLICT DO NOTHING: the key is free.
Take(p) ==
  /\ Wants(p) /\ taken[Key(p)] = 0 /\ holder[Key(p)] = Nobody
  /\ taken' = [taken EXCEPT ![Key(p)] = p]
  /\ todo' = [todo EXCEPT ![p] = Tail(@)]
  /\ LET old == Visible(p, Key(p))
     IN Answer(p, Key(p), IF Broken = "owner_by_snapshot" /\ old # {} THEN CHOOSE j \in old : TRUE ELSE Job(p, Key(p)))
  /\ UNCHANGED <<level, phase, snap, conflict, later, holder, live, ever>>

\* The same: it is held. The server lets no repeatable transaction pass by a holder that it does not see.
Conflict(p) ==
  /\ Wants(p) /\ (taken[Key(p)] = p \/ (taken[Key(p)] = 0 /\ holder[Key(p)] # Nobody))
  /\ (level[p] = "RR" /\ taken[Key(p)] = 0) => snap[p][Key(p)] = holder[Key(p)]
  /\ todo' = [todo EXCEPT ![p] = Tail(@)]
  /\ IF Broken = "retry_last"
     THEN later' = [later EXCEPT ![p] = @ \cup {Key(p)}] /\ UNCHANGED conflict
     ELSE conflict' = [conflict EXCEPT ![p] = Key(p)] /\ UNCHANGED later
  /\ UNCHANGED <<level, phase, snap, answer, taken, holder, live, ever>>

\* Who holds it? One: that one. Nobody: it was let go meanwhile, and is tried again before any other. Two, or nobody in a
\* repeatable transaction: only Abort is left.
Look(p) ==
  /\ conflict[p] # 0
  /\ conflict' = [conflict EXCEPT ![p] = 0]
  /\ LET k == conflict[p] seen == Visible(p, k)
     IN CASE Cardinality(seen) = 1 -> Answer(p, k, CHOOSE j \in seen : TRUE) /\ UNCHANGED todo
          [] seen = {} /\ level[p] = "RC" -> todo' = [todo EXCEPT ![p] = <<k>> \o @] /\ UNCHANGED answer
          [] OTHER -> FALSE
  /\ UNCHANGED <<level, phase, snap, later, taken, holder, live, ever>>

LookLater(p) ==
  /\ phase[p] = "taking" /\ todo[p] = <<>> /\ later[p] # {}
  /\ LET k == CHOOSE l \in later[p] : \A m \in later[p] : l <= m
     IN /\ conflict' = [conflict EXCEPT ![p] = k]
        /\ later' = [later EXCEPT ![p] = @ \ {k}]
  /\ UNCHANGED <<level, phase, snap, todo, answer, taken, holder, live, ever>>

Write(p) ==
  /\ phase[p] = "taking" /\ todo[p] = <<>> /\ conflict[p] = 0 /\ later[p] = {}
  /\ phase' = [phase EXCEPT ![p] = "written"]
  /\ UNCHANGED <<level, snap, todo, conflict, later, answer, taken, holder, live, ever>>

\* The jobs that own their key are there from now on, and hold it.
Commit(p) ==
  /\ phase[p] = "written"
  /\ Ends(p)
  /\ holder' = [k \in AllKeys |-> IF taken[k] = p THEN Job(p, k) ELSE holder[k]]
  /\ LET made == {Job(p, k) : k \in {l \in AllKeys : <<l, Job(p, l)>> \in answer[p]}}
     IN live' = live \cup made /\ ever' = ever \cup made
  /\ UNCHANGED <<level, snap, answer>>

\* A job ends and lets its key go, in one transaction.
End(j) ==
  /\ j \in live
  /\ live' = live \ {j}
  /\ holder' = [k \in AllKeys |-> IF holder[k] = j THEN Nobody ELSE holder[k]]
  /\ UNCHANGED <<level, phase, snap, todo, conflict, later, answer, taken, ever>>

Next ==
  \/ \E p \in Producers :
       Begin(p) \/ Take(p) \/ Conflict(p) \/ Look(p) \/ LookLater(p) \/ Write(p) \/ Commit(p) \/ Abort(p)
  \/ \E j \in live : End(j)
Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
\* The owner of a key is a job that is there.
OneOwner == \A k \in AllKeys : holder[k] # Nobody => holder[k] \in live
\* Whoever was told that a job was enqueued, or that it is a duplicate of one, was told of a job.
NoLoss == \A p \in Producers : phase[p] = "ended" => \A a \in answer[p] : a[2] \in ever

Waits(p) == Wants(p) /\ taken[Key(p)] \notin {0, p}
NoDeadlock ==
  \A some \in (SUBSET {p \in Producers : Waits(p)}) \ {{}} : \E p \in some : taken[Key(p)] \notin some

-----------------------------------------------------------------------------
(* Instances *)
Two == {1, 2}
Three == {1, 2, 3}
Both == {"RC", "RR"}
OnlyRC == {"RC"}
OnlyRR == {"RR"}
One == {1}
NoKeys == {}
OneAndTwo == {1, 2}
\* two long calls in opposite orders
Opposite == (1 :> << <<{1, 3}, {2}>> >>) @@ (2 :> << <<{2}, {1, 3}>> >>)
\* a third one that wants some of it, twice
Thrice == (1 :> << <<{1}, {2}>> >>) @@ (2 :> << <<{2}, {1}>> >>) @@ (3 :> << <<{1}>>, <<{1}>> >>)
Twice == (1 :> << <<{1, 2}>> >>) @@ (2 :> << <<{1}>>, <<{1}>> >>)
OneCall == 1 :> << <<{1}>> >>
Same == (1 :> << <<{1, 2}>> >>) @@ (2 :> << <<{1, 2}>> >>)
=============================================================================
