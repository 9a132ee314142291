-------------------------------- MODULE Fence --------------------------------
(* Claims and flushes of workers that die, or lose the answers to their calls, or whose database crashes.

   There is one lane. A call is sent by a worker, arrives, takes the worker's lock (shared), and commits; the worker has
   the answer, or loses the connection and must find out what became of the call (settle). The call may arrive after that,
   after a crash of the database even, or never, which is the same as very late. Calls have numbers that grow; the database
   notes up to which they were settled. Whoever speaks of a worker from outside takes its lock exclusively. Claims commit
   asynchronously: a crash takes away those at the end of the log, and their numbers are given out again. A failover to a
   replica that lags takes away everything since the replica stood still, whoever was told of it. *)
EXTENDS Integers, Sequences, FiniteSets, TLC

CONSTANTS
  Workers,
  Jobs,
  MaxLease,   \* the last run of a job
  Calls,      \* how many claim calls there are at most
  Flushes,    \* a worker that has sent this many flushes only sends again
  Losses,     \* how often a connection is lost
  Crashes,
  Deaths,     \* how many workers are declared dead
  Cancels,    \* how many running jobs are cancelled
  Failovers,  \* how often a replica that lags takes over
  Later,      \* the workers that are not registered from the beginning
  Timelines,  \* TRUE: a worker can't beat after a failover, since it was registered on another timeline
  Broken

VARIABLES
  state,      \* of each worker: unborn, alive, stranded: can't beat, so it will be declared dead; dead; gone: it has left
  ready,      \* the ready log: runs <<job, lease>>
  log,        \* the claim log: a sequence of [worker, nonce, members]; the number of a claim is its place
  durable,    \* how many claims are on disk
  closures,   \* the closure log: a sequence of [no, ord, worker, flush, run], run: which one the sender meant
  final,      \* how often each job has ended
  settled,    \* of each worker: [claim, flush], up to which numbers calls were settled
  claimCalls, \* of each worker a set of [nonce, pc], pc: sent, locked
  flushCalls, \* of each worker a set of [flush, batch, pc, good]
  claimer,    \* of each worker: [pc, nonce], pc: idle, sent, unknown
  finisher,   \* of each worker: [pc, flush, batch], pc: idle, sent, unknown; flush: the number of the newest
  running,    \* of each worker: the members it runs, [no, nonce, ord, run]
  ended,      \* of each worker: those that have ended and are not flushed, with outcome: done or again
  count,      \* how many calls, losses, crashes, deaths, cancels there were
  fenced,     \* whether a flush was committed after its worker was dead; only to check
  misled,     \* whether a worker was told that another had ended a run, which it had ended itself; only to check
  replica,    \* <<>>, or <<the server as a replica has it that lags from then on>>
  failovers,
  undone      \* the jobs that a failover gave an end less; only to check

vars == <<state, ready, log, durable, closures, final, settled, claimCalls, flushCalls, claimer, finisher, running, ended, count,
          fenced, misled, replica, failovers, undone>>
others == <<replica, failovers, undone>>
logs == <<state, ready, log, closures, final, fenced, misled>>
server == <<logs, durable, settled>>
client == <<claimer, finisher, running, ended>>

Init ==
  /\ state = [w \in Workers |-> IF w \in Later THEN "unborn" ELSE "alive"]
  /\ ready = {<<j, 1>> : j \in Jobs}
  /\ log = <<>>
  /\ durable = 0
  /\ closures = <<>>
  /\ final = [j \in Jobs |-> 0]
  /\ settled = [w \in Workers |-> [claim |-> 0, flush |-> 0]]
  /\ claimCalls = [w \in Workers |-> {}]
  /\ flushCalls = [w \in Workers |-> {}]
  /\ claimer = [w \in Workers |-> [pc |-> "idle", nonce |-> 0]]
  /\ finisher = [w \in Workers |-> [pc |-> "idle", flush |-> 0, batch |-> {}]]
  /\ running = [w \in Workers |-> {}]
  /\ ended = [w \in Workers |-> {}]
  /\ count = [calls |-> 0, losses |-> 0, crashes |-> 0, deaths |-> 0, cancels |-> 0]
  /\ fenced = FALSE
  /\ misled = FALSE
  /\ replica = <<>>
  /\ failovers = 0
  /\ undone = {}

ClosuresOf(no, ord) == {i \in 1 .. Len(closures) : closures[i].no = no /\ closures[i].ord = ord}
IsClosed(no, ord) == ClosuresOf(no, ord) # {}
Members(no) == 1 .. Len(log[no].members)
Claimed == {log[no].members[i] : <<no, i>> \in {<<n, k>> \in (1 .. Len(log)) \X (1 .. Cardinality(Jobs)) : k \in Members(n)}}
WaitingRuns == ready \ Claimed
Handles(no) == {[no |-> no, nonce |-> log[no].nonce, ord |-> i, run |-> log[no].members[i]] : i \in Members(no)}
IsTaken(w) == state[w] \in {"alive", "stranded"}  \* its claims and flushes are
LockFree(w) == \A c \in claimCalls[w] \cup flushCalls[w] : c.pc # "locked"
LockFreeToSettle(w) == LockFree(w) \/ Broken = "settle_without_lock"
Settle(w, call, number) ==
  /\ settled' = IF Broken = "settle_without_number" THEN settled ELSE [settled EXCEPT ![w][call] = number]
  /\ durable' = Len(log)

-----------------------------------------------------------------------------
(* Claim *)

SendClaim(w) ==
  /\ state[w] \notin {"unborn", "gone"} /\ claimer[w].pc = "idle" /\ count.calls < Calls
  /\ count' = [count EXCEPT !.calls = @ + 1]
  /\ claimer' = [claimer EXCEPT ![w] = [pc |-> "sent", nonce |-> count.calls + 1]]
  /\ claimCalls' = [claimCalls EXCEPT ![w] = @ \cup {[nonce |-> count.calls + 1, pc |-> "sent"]}]
  /\ UNCHANGED <<server, flushCalls, finisher, running, ended>>

ClaimIsAwaited(w, c) == claimer[w].pc = "sent" /\ claimer[w].nonce = c.nonce
ClaimAnswered(w, c) == claimer' = IF ClaimIsAwaited(w, c) THEN [claimer EXCEPT ![w].pc = "idle"] ELSE claimer

\* awa.claim_refused: the worker's lock, its row, what was settled
ClaimLock(w, c) ==
  /\ c.pc = "sent"
  /\ IF IsTaken(w) /\ c.nonce > settled[w].claim
     THEN /\ \A v \in Workers : \A d \in claimCalls[v] : d.pc # "locked"  \* the stripe's lock
          /\ claimCalls' = [claimCalls EXCEPT ![w] = (@ \ {c}) \cup {[c EXCEPT !.pc = "locked"]}]
          /\ UNCHANGED claimer
     ELSE /\ claimCalls' = [claimCalls EXCEPT ![w] = @ \ {c}]
          /\ ClaimAnswered(w, c)
  /\ UNCHANGED <<server, flushCalls, finisher, running, ended, count>>

Orders(runs) == IF Cardinality(runs) = 1 THEN {<<r>> : r \in runs}
                ELSE {<<r>> : r \in runs} \cup {<<p[1], p[2]>> : p \in {q \in runs \X runs : q[1] # q[2]}}

\* One or two runs, or none. The order is that of the lane, which is not the order of the jobs.
Claim(w, c) ==
  /\ c.pc = "locked"
  /\ claimCalls' = [claimCalls EXCEPT ![w] = @ \ {c}]
  /\ ClaimAnswered(w, c)
  /\ IF WaitingRuns = {} THEN UNCHANGED <<log, running>>
     ELSE \E members \in Orders(WaitingRuns) :
            /\ log' = Append(log, [worker |-> w, nonce |-> c.nonce, members |-> members])
            /\ running' = IF ClaimIsAwaited(w, c)
                          THEN [running EXCEPT ![w] = @ \cup {[no |-> Len(log) + 1, nonce |-> c.nonce, ord |-> i, run |-> members[i]]
                                                             : i \in 1 .. Len(members)}]
                          ELSE running
  /\ UNCHANGED <<state, ready, durable, closures, final, settled, fenced, misled, flushCalls, finisher, ended, count>>

LoseClaim(w) ==
  /\ claimer[w].pc = "sent" /\ count.losses < Losses
  /\ count' = [count EXCEPT !.losses = @ + 1]
  /\ claimer' = [claimer EXCEPT ![w].pc = "unknown"]
  /\ UNCHANGED <<server, claimCalls, flushCalls, finisher, running, ended>>

\* awa.settle_claim: takes the worker's lock exclusively, so it waits for the call. What it claimed is adopted.
SettleClaim(w) ==
  LET mine == {no \in 1 .. Len(log) : log[no].worker = w /\ log[no].nonce = claimer[w].nonce} IN
  /\ claimer[w].pc = "unknown" /\ LockFreeToSettle(w)
  /\ Settle(w, "claim", claimer[w].nonce)
  /\ running' = [running EXCEPT ![w] = @ \cup UNION {Handles(no) : no \in mine}]
  /\ claimer' = [claimer EXCEPT ![w].pc = "idle"]
  /\ UNCHANGED <<logs, claimCalls, flushCalls, finisher, ended, count>>

\* The answer is lost. The claimer settles the same call again.
LoseSettleClaim(w) ==
  /\ claimer[w].pc = "unknown" /\ LockFreeToSettle(w) /\ count.losses < Losses
  /\ count' = [count EXCEPT !.losses = @ + 1]
  /\ Settle(w, "claim", claimer[w].nonce)
  /\ UNCHANGED <<logs, claimCalls, flushCalls, client>>

-----------------------------------------------------------------------------
(* Flush *)

EndRun(w, h) ==
  /\ h \in running[w]
  /\ running' = [running EXCEPT ![w] = @ \ {h}]
  /\ \E outcome \in (IF h.run[2] < MaxLease THEN {"done", "again"} ELSE {"done"}) :
       ended' = [ended EXCEPT ![w] = @ \cup {[h |-> h, outcome |-> outcome]}]
  /\ UNCHANGED <<server, claimCalls, flushCalls, claimer, finisher, count>>

Send(w, flush, batch) ==
  /\ finisher' = [finisher EXCEPT ![w] = [pc |-> "sent", flush |-> flush, batch |-> batch]]
  /\ flushCalls' = [flushCalls EXCEPT ![w] = @ \cup {[flush |-> flush, batch |-> batch, pc |-> "sent", good |-> {}]}]

SendFlush(w) ==
  /\ finisher[w].pc = "idle" /\ ended[w] # {} /\ finisher[w].flush < Flushes
  /\ Send(w, finisher[w].flush + 1, ended[w])
  /\ ended' = [ended EXCEPT ![w] = {}]
  /\ UNCHANGED <<server, claimCalls, claimer, running, count>>

SendAgain(w) ==
  Send(w, IF Broken = "same_number_again" THEN finisher[w].flush ELSE finisher[w].flush + 1, finisher[w].batch)

FlushIsAwaited(w, c) == finisher[w].pc = "sent" /\ finisher[w].flush = c.flush
FlushAnswered(w, c) ==
  finisher' = IF FlushIsAwaited(w, c) THEN [finisher EXCEPT ![w].pc = "idle", ![w].batch = {}] ELSE finisher

\* Which members of a batch are the worker's to close: awa.close_runs, as its statement sees it.
Good(w, batch) ==
  {e \in batch : /\ e.h.no <= Len(log)
                 /\ log[e.h.no].worker = w
                 /\ log[e.h.no].nonce = e.h.nonce \/ Broken = "flush_without_nonce"
                 /\ e.h.ord \in Members(e.h.no)
                 /\ ~IsClosed(e.h.no, e.h.ord)}

\* awa.flush: the worker's lock, its row, what was settled, the look for closures
FlushLook(w, c) ==
  /\ c.pc = "sent"
  /\ IF (IsTaken(w) /\ c.flush > settled[w].flush) \/ Broken = "close_without_fence"
     THEN /\ flushCalls' = [flushCalls EXCEPT ![w] = (@ \ {c}) \cup {[c EXCEPT !.pc = "locked", !.good = Good(w, c.batch)]}]
          /\ UNCHANGED finisher
     ELSE /\ flushCalls' = [flushCalls EXCEPT ![w] = @ \ {c}]
          /\ FlushAnswered(w, c)
  /\ UNCHANGED <<server, claimCalls, claimer, running, ended, count>>

RECURSIVE Closings(_, _, _)
Closings(w, flush, good) ==
  IF good = {} THEN <<>>
  ELSE LET e == CHOOSE x \in good : TRUE IN
       <<[no |-> e.h.no, ord |-> e.h.ord, worker |-> w, flush |-> flush, run |-> e.h.run]>> \o Closings(w, flush, good \ {e})

RunOf(e) == log[e.h.no].members[e.h.ord]
NextRun(run) == <<run[1], run[2] + 1>>
\* A flush of the worker closed this member of its claim, and no other claim of the same number.
EndedByItself(w, e) ==
  /\ e.h.no <= Len(log) /\ log[e.h.no].worker = w /\ log[e.h.no].nonce = e.h.nonce
  /\ \E i \in ClosuresOf(e.h.no, e.h.ord) : closures[i].flush > 0

\* The closures, the next runs (awa.end_runs), and the commit, which waits for the disk and so for all claims before it.
Flush(w, c) ==
  /\ c.pc = "locked"
  /\ flushCalls' = [flushCalls EXCEPT ![w] = @ \ {c}]
  /\ closures' = closures \o Closings(w, c.flush, c.good)
  /\ ready' = ready \cup {NextRun(RunOf(e)) : e \in {x \in c.good : x.outcome = "again"}}
  /\ final' = [j \in Jobs |-> final[j] + Cardinality({e \in c.good : e.outcome = "done" /\ RunOf(e)[1] = j})]
  /\ durable' = Len(log)
  /\ fenced' = (fenced \/ (state[w] = "dead" /\ c.good # {}))
  /\ misled' = (misled \/ (FlushIsAwaited(w, c) /\ \E e \in c.batch \ c.good : EndedByItself(w, e)))
  /\ FlushAnswered(w, c)
  /\ UNCHANGED <<state, log, settled, claimCalls, claimer, running, ended, count>>

LoseFlush(w) ==
  /\ finisher[w].pc = "sent" /\ count.losses < Losses
  /\ count' = [count EXCEPT !.losses = @ + 1]
  /\ finisher' = [finisher EXCEPT ![w].pc = "unknown"]
  /\ UNCHANGED <<server, claimCalls, flushCalls, claimer, running, ended>>

\* awa.settle_flush: when it was committed all is well; else it is sent again under the next number.
SettleFlush(w) ==
  /\ finisher[w].pc = "unknown" /\ LockFreeToSettle(w)
  /\ Settle(w, "flush", finisher[w].flush)
  /\ IF \E i \in 1 .. Len(closures) : closures[i].worker = w /\ closures[i].flush = finisher[w].flush
     THEN /\ finisher' = [finisher EXCEPT ![w].pc = "idle", ![w].batch = {}]
          /\ UNCHANGED flushCalls
     ELSE SendAgain(w)
  /\ UNCHANGED <<logs, claimCalls, claimer, running, ended, count>>

\* The answer is lost. The finisher settles the same flush again.
LoseSettleFlush(w) ==
  /\ finisher[w].pc = "unknown" /\ LockFreeToSettle(w) /\ count.losses < Losses
  /\ count' = [count EXCEPT !.losses = @ + 1]
  /\ Settle(w, "flush", finisher[w].flush)
  /\ IF Broken = "unknown_is_forgotten" THEN SendAgain(w) ELSE UNCHANGED <<flushCalls, finisher>>
  /\ UNCHANGED <<logs, claimCalls, claimer, running, ended>>

-----------------------------------------------------------------------------
(* From outside *)

Exclusive(w) == LockFree(w) \/ Broken \in {"close_without_fence", "rescue_without_lock"}

Register(w) ==
  /\ state[w] = "unborn"
  /\ state' = [state EXCEPT ![w] = "alive"]
  /\ durable' = Len(log)
  /\ UNCHANGED <<ready, log, closures, final, settled, fenced, misled, claimCalls, flushCalls, client, count>>

\* A stranded worker is declared dead for certain, so that does not count.
DeclareDead(w) ==
  /\ \/ state[w] = "alive" /\ count.deaths < Deaths /\ count' = [count EXCEPT !.deaths = @ + 1]
     \/ state[w] = "stranded" /\ UNCHANGED count
  /\ Exclusive(w)
  /\ state' = [state EXCEPT ![w] = "dead"]
  /\ durable' = Len(log)
  /\ UNCHANGED <<ready, log, closures, final, settled, fenced, misled, claimCalls, flushCalls, client>>

\* Closes a member for somebody else.
CloseOne(no, ord) ==
  /\ ~IsClosed(no, ord)
  /\ closures' = Append(closures, [no |-> no, ord |-> ord, worker |-> log[no].worker, flush |-> -1, run |-> log[no].members[ord]])
  /\ durable' = Len(log)

OpenOf(w) == {<<no, ord>> \in (1 .. Len(log)) \X (1 .. Cardinality(Jobs)) : log[no].worker = w /\ ord \in Members(no) /\ ~IsClosed(no, ord)}

\* The claim log says when a dead worker may be forgotten. A rescue that was refused has left a member open.
Forget(w) ==
  /\ state[w] = "dead"
  /\ OpenOf(w) = {} \/ Broken = "refused_is_forgotten"
  /\ state' = [state EXCEPT ![w] = "gone"]
  /\ durable' = Len(log)
  /\ UNCHANGED <<ready, log, closures, final, settled, fenced, misled, claimCalls, flushCalls, client, count>>

\* awa.leave: a worker takes itself out of the list, and nobody rescues it any more. The claim log says whether it may, whatever
\* it has in hand itself: its lock lets its own calls at the server end first, and those that arrive later are refused. Looked
\* at where a failover can make that wrong.
Leave(w) ==
  /\ Timelines /\ IsTaken(w)
  /\ LockFree(w) \/ Broken = "leave_without_lock"
  \* Broken: a run whose thread has died is in nobody's hands, so the worker takes itself for done.
  /\ IF Broken = "leaves_by_memory" THEN claimer[w].pc = "idle" /\ finisher[w].pc = "idle" /\ ended[w] = {} ELSE OpenOf(w) = {}
  /\ state' = [state EXCEPT ![w] = "gone"]
  /\ durable' = Len(log)
  /\ UNCHANGED <<ready, log, closures, final, settled, fenced, misled, claimCalls, flushCalls, client, count>>

\* awa.rescue: the run goes on as the next one, or the job ends
Rescue(no, ord) ==
  LET w == log[no].worker
      run == log[no].members[ord] IN
  /\ state[w] = "dead" /\ (LockFree(w) \/ Broken = "rescue_without_lock")
  /\ CloseOne(no, ord)
  /\ IF run[2] < MaxLease THEN ready' = ready \cup {NextRun(run)} /\ UNCHANGED final
     ELSE final' = [final EXCEPT ![run[1]] = @ + 1] /\ UNCHANGED ready
  /\ UNCHANGED <<state, log, settled, fenced, misled, claimCalls, flushCalls, client, count>>

\* awa.cancel_running
CancelRunning(no, ord) ==
  LET run == log[no].members[ord] IN
  /\ count.cancels < Cancels
  /\ LockFree(log[no].worker) \/ Broken = "cancel_without_lock"
  /\ CloseOne(no, ord)
  /\ final' = [final EXCEPT ![run[1]] = @ + 1]
  /\ count' = [count EXCEPT !.cancels = @ + 1]
  /\ UNCHANGED <<state, ready, log, settled, fenced, misled, claimCalls, flushCalls, client>>

\* Calls at work are gone, and nobody gets an answer. What is on its way may still arrive.
LoseConnections(reach) ==
  /\ claimCalls' = [w \in Workers |-> IF reach THEN {c \in claimCalls[w] : c.pc = "sent"} ELSE {}]
  /\ flushCalls' = [w \in Workers |-> IF reach THEN {c \in flushCalls[w] : c.pc = "sent"} ELSE {}]
  /\ claimer' = [w \in Workers |-> IF claimer[w].pc = "sent" THEN [claimer[w] EXCEPT !.pc = "unknown"] ELSE claimer[w]]
  /\ finisher' = [w \in Workers |-> IF finisher[w].pc = "sent" THEN [finisher[w] EXCEPT !.pc = "unknown"] ELSE finisher[w]]

\* Claims that are not on disk may be gone, the later ones first.
Crash ==
  /\ count.crashes < Crashes
  /\ count' = [count EXCEPT !.crashes = @ + 1]
  /\ \E n \in (IF Broken = "closure_without_claim" THEN 0 ELSE durable) .. Len(log) :
       log' = SubSeq(log, 1, n) /\ durable' = n
  /\ LoseConnections(TRUE)
  /\ UNCHANGED <<state, ready, closures, final, settled, fenced, misled, running, ended>>

\* From here on nothing reaches the replica. It has every commit until now: the log is replayed in its order.
StandStill ==
  /\ failovers < Failovers /\ replica = <<>>
  /\ replica' = <<[state |-> state, ready |-> ready, log |-> log, closures |-> closures, final |-> final, settled |-> settled]>>
  /\ UNCHANGED <<server, client, claimCalls, flushCalls, count, failovers, undone>>

\* The replica takes over, the server is never seen again: a call that was sent to it does not arrive at the replica.
Failover ==
  LET r == replica[1] IN
  /\ replica # <<>>
  /\ replica' = <<>> /\ failovers' = failovers + 1
  /\ ready' = r.ready /\ log' = r.log /\ closures' = r.closures /\ final' = r.final /\ settled' = r.settled
  /\ durable' = Len(r.log)
  /\ state' = [w \in Workers |->
                  IF r.state[w] = "unborn" /\ state[w] # "unborn" THEN "dead"  \* it is not known, which is the same
                  ELSE IF Timelines /\ r.state[w] = "alive" THEN "stranded" ELSE r.state[w]]
  /\ undone' = {j \in Jobs : final[j] > r.final[j]}
  /\ LoseConnections(Broken = "late_calls_reach_replica")
  /\ UNCHANGED <<fenced, misled, running, ended, count>>

Steps ==
  \/ \E w \in Workers :
       \/ SendClaim(w) \/ LoseClaim(w) \/ SettleClaim(w) \/ LoseSettleClaim(w)
       \/ SendFlush(w) \/ LoseFlush(w) \/ SettleFlush(w) \/ LoseSettleFlush(w)
       \/ \E c \in claimCalls[w] : ClaimLock(w, c) \/ Claim(w, c)
       \/ \E h \in running[w] : EndRun(w, h)
       \/ \E c \in flushCalls[w] : FlushLook(w, c) \/ Flush(w, c)
       \/ Register(w) \/ DeclareDead(w) \/ Forget(w) \/ Leave(w)
  \/ \E no \in 1 .. Len(log) : \E ord \in Members(no) : Rescue(no, ord) \/ CancelRunning(no, ord)
  \/ Crash

Next ==
  \/ Steps /\ UNCHANGED others
  \/ StandStill \/ Failover

Spec == Init /\ [][Next]_vars
Same == Permutations(Workers)

-----------------------------------------------------------------------------
AllMembers == {<<n, k>> \in (1 .. Len(log)) \X (1 .. Cardinality(Jobs)) : k \in Members(n)}
ClosedRuns == {log[m[1]].members[m[2]] : m \in {x \in AllMembers : IsClosed(x[1], x[2])}}
Live(j) == {r \in ready : r[1] = j /\ r \notin ClosedRuns}

FenceHolds == ~fenced
CloseOnce == \A m \in AllMembers : Cardinality(ClosuresOf(m[1], m[2])) <= 1
ClaimOnce == \A m, n \in AllMembers : log[m[1]].members[m[2]] = log[n[1]].members[n[2]] => m = n
OneLiveRun == \A j \in Jobs : Cardinality(Live(j)) + final[j] <= 1
NoLoss == \A j \in Jobs : Cardinality(Live(j)) + final[j] >= 1
\* A closure closes the run that its sender had run.
ClosesItsRun ==
  \A i \in 1 .. Len(closures) : LET c == closures[i] IN
    c.no <= Len(log) /\ c.ord \in Members(c.no) /\ log[c.no].members[c.ord] = c.run
\* What the database holds for open and this worker does not know of.
Forgotten(w) ==
  {h \in UNION {Handles(no) : no \in {n \in 1 .. Len(log) : log[n].worker = w}} :
     ~IsClosed(h.no, h.ord) /\ h \notin running[w] /\ \A e \in ended[w] \cup finisher[w].batch : e.h # h}

\* A living worker knows all that it has claimed, and one that has left has nothing open: nothing is left open that nobody
\* runs. Of dead and stranded workers it is rescued.
NoOrphan ==
  \A w \in Workers : /\ state[w] = "alive" /\ claimer[w].pc = "idle" => Forgotten(w) = {}
                     /\ state[w] = "gone" => OpenOf(w) = {}
\* A call whose answer somebody waits for is not taken for one that was settled.
NotRefused ==
  \A w \in Workers : /\ claimer[w].pc = "sent" => claimer[w].nonce > settled[w].claim
                     /\ finisher[w].pc = "sent" => finisher[w].flush > settled[w].flush
\* Nobody is told that others ended the run which it had ended itself.
ToldRight == ~misled
\* What has ended does not come back.
EndsLast == undone = {}
=============================================================================
