-------------------------------- MODULE Locks --------------------------------
(* The order in which transactions take locks, under PostgreSQL's rules: a lock that conflicts with one that is held, or
   that somebody waits for already, is waited for; who tries gives up instead; who waits for a while gives up in the end.
   A transaction keeps its locks until it ends.

   A deadlock is a circle of transactions each of which waits without end for the next. Locks of rows and advisory locks
   are locks like others. One slot of the ring is modelled, the oldest, and one that is written to. *)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
  Plans,  \* sets of transactions that meet: sequences of names of Steps
  Broken

VARIABLES
  plan,   \* one of Plans
  at,     \* of each transaction the step it is at; one past the last: ended
  held,   \* of each transaction the locks that it holds: <<lock, mode>>
  queue   \* the transactions that wait, in the order in which they came

vars == <<plan, at, held, queue>>

Txs == DOMAIN plan

\* Modes: X exclusive, S shared (advisory and row locks); of tables AS access share, RX row exclusive, SRX share row
\* exclusive, AX access exclusive.
Conflict(a, b) ==
  \/ a = "X" \/ b = "X" \/ a = "AX" \/ b = "AX"
  \/ (a = "SRX" /\ b \in {"RX", "SRX"}) \/ (a = "RX" /\ b = "SRX")

Wait(lock, mode) == [lock |-> lock, mode |-> mode, how |-> "wait"]
Try(lock, mode) == [lock |-> lock, mode |-> mode, how |-> "try"]
While(lock, mode) == [lock |-> lock, mode |-> mode, how |-> "while"] \* 50 ms

Prune(how(_, _)) ==
  IF Broken = "prune_holds_ready_and_waits"
  THEN <<Wait("ready-old", "AX"), Wait("claims", "AX"), Wait("closures-old", "AX")>>
  ELSE <<how("claims", "AX"), Try("claims-old", "AX"), Try("ready-old", "AX"), Try("closures-old", "AX"), Try("tombstones-old", "AX")>>

Claim(worker, stripe) ==
  <<Try(worker, "S"), Try(stripe, "X"), Wait("claims", "AS"), Wait("claims-old", "AS"), Wait("ready-old", "AS"),
    Wait("ready-new", "AS"), Wait("claims-old", "RX")>>

\* All statements that close runs: awa.close_runs, then awa.end_runs.
Close == <<Wait("claims", "AS"), Wait("claims-old", "AS"), Wait("closures-old", "RX"), Wait("ready-old", "AS"), Wait("ready-new", "RX")>>

\* A worker has a row in awa.workers (row1), and one in awa.beats (beats1), which it writes itself.
\* Of who takes a worker out of those that beat. One that is in the way of another has no more than the worker's lock.
BeatsAndRow == <<Wait("beats1", "X"), Wait("row1", "X")>>

\* What each transaction locks, in order.
Steps(name) ==
  CASE name = "enqueue" -> <<Wait("ready-old", "RX")>>
    [] name = "enqueue-twice" -> <<Wait("ready-old", "RX"), Wait("ready-new", "RX")>>
    [] name = "claim1" -> Claim("worker1", "stripe1")
    [] name = "claim2" -> Claim("worker2", "stripe2")
    [] name = "claim-all" ->  \* all stripes of a queue in one transaction, waiting for each
         <<Try("worker1", "S"), Wait("stripe1", "X"), Wait("claims", "AS"), Wait("stripe2", "X")>>
    [] name = "claim-all-back" ->
         <<Try("worker2", "S"), Wait("stripe2", "X"), Wait("claims", "AS"), Wait("stripe1", "X")>>
    [] name = "flush" -> <<Wait("worker1", "S")>> \o Close
    [] name = "settle" ->  \* of a claim and of a flush
         <<Wait("worker1", "X"), Wait("claims", "AS"), Wait("row1", "X"), Wait("claims-old", "AS"), Wait("ready-old", "AS"), Wait("closures-old", "AS")>>
    [] name = "declare-dead" -> <<Wait("worker1", "X")>> \o BeatsAndRow
    [] name = "leave" ->  \* broken: as it would be without the worker's lock
         IF Broken = "leave_row_first" THEN <<Wait("row1", "X"), Wait("beats1", "X")>>
         ELSE <<Wait("worker1", "X"), Wait("claims", "AS")>> \o BeatsAndRow
    [] name = "rescue" -> <<Wait("worker1", "X"), Wait("claims", "AS")>> \o Close
    [] name = "forget" -> <<Wait("claims", "AS"), Wait("row1", "X")>>
    [] name = "beat" -> <<Wait("beats1", "X")>>
    [] name = "cancel-waiting" ->
         <<Wait("ready-old", "AS"), Wait("ready-new", "AS"), Wait("stripe1", "X"), Wait("claims", "AS"), Wait("tombstones-old", "RX")>>
    [] name = "cancel-running" ->
         <<Wait("ready-old", "AS"), Wait("claims", "AS"), Wait("worker1", "X")>> \o Close \o <<Wait("beats1", "X")>>
    [] name = "prune" -> Prune(Try)
    [] name = "prune-patient" -> Prune(While)
    [] name = "carry" ->  \* its first look, whether it could have the locks, is a prune that gives up
         <<Try("ready-old", "SRX"), Wait("claims", "AS")>> \o Prune(While)
    [] name \in {"sweep", "tally"} -> <<Wait("claims", "AS"), Wait("tallies", "X"), Wait("closures-old", "AS")>>

Last(t) == Len(Steps(plan[t]))
Ended(t) == at[t] > Last(t)
Step(t) == Steps(plan[t])[at[t]]
Waits(t) == \E i \in 1 .. Len(queue) : queue[i] = t
Place(t) == CHOOSE i \in 1 .. Len(queue) : queue[i] = t
Ahead(t) == IF Waits(t) THEN {queue[i] : i \in 1 .. Place(t) - 1} ELSE {queue[i] : i \in 1 .. Len(queue)}

\* Who stands in the way of a transaction: holders, and those who wait in front of it.
InTheWay(t) ==
  {u \in Txs \ {t} :
     \/ \E l \in held[u] : l[1] = Step(t).lock /\ Conflict(l[2], Step(t).mode)
     \/ u \in Ahead(t) /\ Step(u).lock = Step(t).lock /\ Conflict(Step(u).mode, Step(t).mode)}

Init ==
  /\ plan \in Plans
  /\ at = [t \in Txs |-> 1]
  /\ held = [t \in Txs |-> {}]
  /\ queue = <<>>

Leave(t) == SelectSeq(queue, LAMBDA u : u # t)

Lock(t) ==
  /\ ~Ended(t) /\ InTheWay(t) = {}
  /\ held' = [held EXCEPT ![t] = @ \cup {<<Step(t).lock, Step(t).mode>>}]
  /\ at' = [at EXCEPT ![t] = @ + 1]
  /\ queue' = Leave(t)

Queue(t) ==
  /\ ~Ended(t) /\ ~Waits(t) /\ Step(t).how # "try" /\ InTheWay(t) # {}
  /\ queue' = Append(queue, t)
  /\ UNCHANGED <<at, held>>

End(t) ==
  /\ at' = [at EXCEPT ![t] = Last(t) + 1]
  /\ held' = [held EXCEPT ![t] = {}]
  /\ queue' = Leave(t)

Finish(t) == Ended(t) /\ held[t] # {} /\ End(t)
GiveUp(t) ==
  /\ ~Ended(t) /\ InTheWay(t) # {}
  /\ Step(t).how = "try" \/ (Step(t).how = "while" /\ Waits(t))
  /\ End(t)

Next == plan' = plan /\ \E t \in Txs : Lock(t) \/ Queue(t) \/ Finish(t) \/ GiveUp(t)
Spec == Init /\ [][Next]_vars /\ WF_vars(Next)

\* Transactions that wait without end, and stand in each other's way.
WaitingForEver == {t \in Txs : Waits(t) /\ Step(t).how = "wait"}
NoDeadlock ==
  \A some \in (SUBSET WaitingForEver) \ {{}} : \E t \in some : InTheWay(t) \cap some = {}
\* What it comes to: every transaction ends.
AllEnd == <>(\A t \in Txs : Ended(t) /\ held[t] = {})

-----------------------------------------------------------------------------
(* Instances *)
All == {
  <<"claim1", "flush", "prune-patient", "enqueue-twice">>,
  <<"claim1", "claim2", "prune", "settle">>,
  <<"flush", "declare-dead", "rescue", "carry">>,
  <<"rescue", "carry", "prune-patient", "beat">>,       \* two leaders
  <<"carry", "carry", "claim1", "enqueue">>,            \* two leaders
  <<"cancel-waiting", "claim1", "carry", "prune-patient">>,
  <<"cancel-running", "flush", "prune-patient", "declare-dead">>,
  <<"cancel-running", "rescue", "carry", "forget">>,
  <<"sweep", "carry", "flush", "forget">>,
  <<"sweep", "tally", "carry", "prune-patient">>,       \* two leaders
  <<"settle", "carry", "declare-dead">>,
  <<"beat", "declare-dead", "leave", "carry">>,
  <<"cancel-running", "declare-dead", "leave", "beat">>,
  <<"cancel-running", "leave", "carry", "settle">>}
Some == {
  <<"claim1", "flush", "prune-patient">>,
  <<"settle", "carry", "declare-dead">>,
  <<"rescue", "carry", "beat">>,
  <<"declare-dead", "leave", "carry">>,
  <<"cancel-running", "carry", "forget">>,
  <<"sweep", "tally", "prune-patient">>,
  <<"cancel-waiting", "claim1", "prune">>}
Work == {<<"claim1", "flush", "prune-patient", "enqueue-twice">>}
PruneAndClaim == {<<"prune", "claim1">>}
AllStripes == {<<"claim-all", "claim-all-back">>}
LeaveAndDeath == {<<"leave", "declare-dead">>}
=============================================================================
