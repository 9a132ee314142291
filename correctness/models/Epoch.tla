-------------------------------- MODULE Epoch --------------------------------
(* When prune may believe that no worker has runs of a segment in hand: epoch-based reclamation.

   There is one segment, the oldest. Claims of its runs lie in a newer one, so "no claim of the segment is open" says
   nothing of them; only the workers' announcements do (awa.is_held). An epoch is the xmax of a snapshot, one past the
   newest transaction that had ended. A worker has three parts that run side by side: a heart that looks and announces, a
   claimer, and handlers. A crash of the database takes away claims that were committed asynchronously; their transaction
   ids are given out again. A failover to a replica that lags takes away everything since the replica stood still. *)
EXTENDS Integers, FiniteSets, TLC

CONSTANTS
  Workers,
  Rows,     \* runs that wait in the segment from the beginning
  Late,     \* TRUE: a producer that had read the segment's number writes one run more, late
  Crashes,  \* how many crashes of the database
  Failovers,  \* how often a replica that lags takes over
  Timelines,  \* TRUE: a beat is refused after a failover, since its worker was registered on another timeline
  LastXid,  \* the last transaction id that is given out
  Broken

VARIABLES
  nextXid, ended,
  row,        \* of each run: [xid, state], state: absent, waiting, claimed, closed
  claims,     \* [xid, worker, row, nonce]
  durable,    \* every transaction below is on disk
  announced,  \* of each worker as the database has it: [known, epoch, held]
  heart,      \* [pc, known, epoch, held]
  claimer,    \* [pc, call, row, nonce]: call is the epoch known when the claim call began, NoCall when there is none
  hold,       \* the runs that each worker has in hand: <<run, nonce>>
  closing,    \* those of them whose closure is committed, not yet let go
  drained,    \* what the leader remembers: [pc, snapshot]
  truncated, crashes,
  replica,    \* <<>>, or <<the database as a replica has it that lags from then on>>
  failovers,
  stranded,      \* the workers that a failover forbade to beat and that are not declared dead yet
  fenced      \* those that were declared dead and are not rescued yet

vars == <<nextXid, ended, row, claims, durable, announced, heart, claimer, hold, closing, drained, truncated, crashes, replica, failovers, stranded,
          fenced>>
others == <<replica, failovers, stranded, fenced>>

NoCall == 1000
LateRow == 99
AllRows == Rows \cup (IF Late THEN {LateRow} ELSE {})
Min(a, b) == IF a < b THEN a ELSE b
Epoch(snapshot) == 1 + CHOOSE x \in snapshot : \A y \in snapshot : y <= x
Waiting == {r \in AllRows : row[r].state = "waiting"}
Found == [pc |-> "none", snapshot |-> {}]

Init ==
  /\ nextXid = IF Late THEN 3 ELSE 2
  /\ ended = {1} \* the producer of Rows; transaction 2 is the late one's
  /\ row = [r \in AllRows |-> IF r = LateRow THEN [xid |-> 2, state |-> "absent"] ELSE [xid |-> 1, state |-> "waiting"]]
  /\ claims = {}
  /\ durable = 2
  /\ announced = [w \in Workers |-> [known |-> FALSE, epoch |-> 0, held |-> FALSE]]
  /\ heart = [w \in Workers |-> [pc |-> "unborn", known |-> 0, epoch |-> 0, held |-> FALSE]]
  /\ claimer = [w \in Workers |-> [pc |-> "idle", call |-> NoCall, row |-> 0, nonce |-> 0]]
  /\ hold = [w \in Workers |-> {}]
  /\ closing = [w \in Workers |-> {}]
  /\ drained = Found
  /\ truncated = FALSE
  /\ crashes = 0
  /\ replica = <<>>
  /\ failovers = 0
  /\ stranded = {}
  /\ fenced = {}

\* A transaction that writes, ends, and is on disk when it has.
Synchronous == /\ nextXid <= LastXid
               /\ nextXid' = nextXid + 1
               /\ ended' = ended \cup {nextXid}
               /\ durable' = nextXid + 1

Locked == \E w \in Workers : claimer[w].pc = "wrote"  \* a claim holds the claim log and the stripe

\* Whether the database takes claims and flushes of this worker: it is registered, and not fenced. It may be stranded.
IsKnown(w) == announced[w].known /\ w \notin fenced

-----------------------------------------------------------------------------
(* Heart: workers/register.sql, workers/beat.sql, worker/HeldSlots.java *)

Register(w) ==
  /\ heart[w].pc = "unborn"
  /\ Synchronous
  /\ announced' = [announced EXCEPT ![w] = [known |-> TRUE, epoch |-> Epoch(ended), held |-> FALSE]]
  /\ heart' = [heart EXCEPT ![w] = [@ EXCEPT !.pc = "resting", !.known = Epoch(ended)]]
  /\ UNCHANGED <<row, claims, claimer, hold, closing, drained, truncated, crashes>>

SetHeart(w, h) ==
  /\ heart' = [heart EXCEPT ![w] = h]
  /\ UNCHANGED <<nextXid, ended, row, claims, durable, announced, claimer, hold, closing, drained, truncated, crashes>>

\* The epoch of the last answer, no later than that of a claim call in flight.
LookAtEpoch(w) ==
  /\ heart[w].pc = IF Broken = "slots_before_epoch" THEN "half" ELSE "resting"
  /\ nextXid <= LastXid
  /\ SetHeart(w, [heart[w] EXCEPT !.pc = IF Broken = "slots_before_epoch" THEN "looked" ELSE "half",
                  !.epoch = IF Broken = "announce_without_calls" THEN heart[w].known ELSE Min(heart[w].known, claimer[w].call)])

LookAtSlots(w) ==
  /\ heart[w].pc = IF Broken = "slots_before_epoch" THEN "resting" ELSE "half"
  /\ SetHeart(w, [heart[w] EXCEPT !.pc = IF Broken = "slots_before_epoch" THEN "half" ELSE "looked", !.held = hold[w] # {}])

\* Whether it takes beats of this worker.
MayBeat(w) == IsKnown(w) /\ w \notin stranded

\* The beat; its answer is the epoch as of its beginning. Broken: it announces the epoch of now.
Announce(w) ==
  /\ heart[w].pc = "looked" /\ MayBeat(w)
  /\ Synchronous
  /\ announced' = [announced EXCEPT ![w] = [known |-> TRUE, held |-> heart[w].held,
                     epoch |-> IF Broken = "announce_now" THEN Epoch(ended) ELSE heart[w].epoch]]
  /\ heart' = [heart EXCEPT ![w] = [pc |-> "resting", known |-> Epoch(ended), epoch |-> 0, held |-> FALSE]]
  /\ UNCHANGED <<row, claims, claimer, hold, closing, drained, truncated, crashes>>

-----------------------------------------------------------------------------
(* Claimer: worker/Claimer.java *)

SetClaimer(w, c) ==
  /\ claimer' = [claimer EXCEPT ![w] = c]
  /\ UNCHANGED <<durable, announced, heart, closing, drained, truncated, crashes>>

BeginCall(w) ==
  /\ claimer[w].pc = "idle" /\ heart[w].pc # "unborn" /\ ~truncated
  /\ SetClaimer(w, [claimer[w] EXCEPT !.pc = "calling", !.call = heart[w].known])
  /\ UNCHANGED <<nextXid, ended, row, claims, hold>>

Claim(w) ==
  /\ claimer[w].pc = "calling" /\ IsKnown(w) /\ ~Locked /\ ~truncated /\ nextXid <= LastXid
  /\ \E r \in Waiting : SetClaimer(w, [claimer[w] EXCEPT !.pc = "wrote", !.row = r, !.nonce = nextXid + 100 * (crashes + failovers)])
  /\ nextXid' = nextXid + 1
  /\ UNCHANGED <<ended, row, claims, hold>>

ClaimNothing(w) ==
  /\ claimer[w].pc = "calling" /\ ~Locked /\ (Waiting = {} \/ truncated \/ ~IsKnown(w))
  /\ SetClaimer(w, [claimer[w] EXCEPT !.pc = "held"])
  /\ UNCHANGED <<nextXid, ended, row, claims, hold>>

\* Asynchronously: it is seen, and not on disk.
CommitClaim(w) ==
  /\ claimer[w].pc = "wrote"
  /\ SetClaimer(w, [claimer[w] EXCEPT !.pc = "answered"])
  /\ ended' = ended \cup {claimer[w].nonce % 100}
  /\ claims' = claims \cup {[xid |-> claimer[w].nonce % 100, worker |-> w, row |-> claimer[w].row, nonce |-> claimer[w].nonce]}
  /\ row' = [row EXCEPT ![claimer[w].row].state = "claimed"]
  /\ UNCHANGED <<nextXid, hold>>

\* First the runs are held, then the call is over.
HandOver(w) ==
  /\ claimer[w].pc = IF Broken = "end_call_first" THEN "held" ELSE "answered"
  /\ Broken = "end_call_first" => claimer[w].row # 0
  /\ SetClaimer(w, IF Broken = "end_call_first" THEN [claimer[w] EXCEPT !.pc = "idle", !.row = 0, !.nonce = 0]
                   ELSE [claimer[w] EXCEPT !.pc = "held"])
  /\ hold' = [hold EXCEPT ![w] = @ \cup {<<claimer[w].row, claimer[w].nonce>>}]
  /\ UNCHANGED <<nextXid, ended, row, claims>>

EndCall(w) ==
  /\ IF Broken = "end_call_first" THEN claimer[w].pc = "answered" ELSE claimer[w].pc = "held"
  /\ SetClaimer(w, IF Broken = "end_call_first" THEN [claimer[w] EXCEPT !.pc = "held", !.call = NoCall]
                   ELSE [pc |-> "idle", call |-> NoCall, row |-> 0, nonce |-> 0])
  /\ UNCHANGED <<nextXid, ended, row, claims, hold>>

\* awa.settle_claim: after a crash, or a lost connection. What is there is adopted.
Settle(w) ==
  /\ claimer[w].pc = "unknown"
  /\ SetClaimer(w, [claimer[w] EXCEPT !.pc = IF \E c \in claims : c.worker = w /\ c.nonce = claimer[w].nonce
                                             THEN "answered" ELSE "held"])
  /\ UNCHANGED <<nextXid, ended, row, claims, hold>>

LoseAnswer(w) ==
  /\ claimer[w].pc = "answered" /\ Broken # "end_call_first"
  /\ SetClaimer(w, [claimer[w] EXCEPT !.pc = "unknown"])
  /\ UNCHANGED <<nextXid, ended, row, claims, hold>>

-----------------------------------------------------------------------------
(* Handlers and finisher *)

IsOurs(w, h) == w \notin fenced /\ \E c \in claims : c.worker = w /\ <<c.row, c.nonce>> = h

\* Closes a run, durably; what is not ours any more is stale and changes nothing.
Flush(w, h) ==
  /\ h \in hold[w] \ closing[w]
  /\ closing' = [closing EXCEPT ![w] = @ \cup {h}]
  /\ IF IsOurs(w, h)
     THEN row' = [row EXCEPT ![h[1]].state = "closed"] /\ durable' = nextXid
     ELSE UNCHANGED <<row, durable>>
  /\ UNCHANGED <<nextXid, ended, claims, announced, heart, claimer, hold, drained, truncated, crashes>>

Release(w, h) ==
  /\ h \in hold[w] /\ (h \in closing[w] \/ Broken = "release_before_flush")
  /\ hold' = [hold EXCEPT ![w] = @ \ {h}]
  /\ closing' = [closing EXCEPT ![w] = @ \ {h}]
  /\ UNCHANGED <<nextXid, ended, row, claims, durable, announced, heart, claimer, drained, truncated, crashes>>

-----------------------------------------------------------------------------
(* The late producer, the leader, the crash *)

EnqueueLate ==
  /\ Late /\ ~truncated /\ row[LateRow].state = "absent" /\ 2 \notin ended
  /\ row' = [row EXCEPT ![LateRow].state = "waiting"]
  /\ ended' = ended \cup {2}
  /\ UNCHANGED <<nextXid, claims, durable, announced, heart, claimer, hold, closing, drained, truncated, crashes>>

SetDrained(d) ==
  /\ drained' = d
  /\ UNCHANGED <<nextXid, ended, row, claims, durable, announced, heart, claimer, hold, closing, truncated, crashes>>

\* awa.drained: the proof sees what the snapshot sees.
Drained ==
  /\ Broken # "drained_before_proof" /\ ~truncated /\ drained.pc = "none" /\ Waiting = {}
  /\ SetDrained([pc |-> "found", snapshot |-> ended])

\* Broken: the snapshot first, the proof under a later one.
DrainedSnapshot ==
  /\ Broken = "drained_before_proof" /\ ~truncated /\ drained.pc = "none"
  /\ SetDrained([pc |-> "looking", snapshot |-> ended])

DrainedProof ==
  /\ drained.pc = "looking"
  /\ SetDrained(IF Waiting = {} THEN [drained EXCEPT !.pc = "found"] ELSE Found)

IsHeld ==
  \/ fenced # {}
  \/ \E w \in Workers : announced[w].known /\ (announced[w].held \/ announced[w].epoch < Epoch(drained.snapshot))
CameSince == \E r \in AllRows : row[r].state # "absent" /\ row[r].xid \notin drained.snapshot

\* awa.prune, under its locks
Prune ==
  /\ drained.pc = "found" /\ ~truncated /\ ~Locked
  /\ Waiting = {}
  /\ Broken = "without_came_since" \/ ~CameSince
  /\ Broken = "without_holds" \/ ~IsHeld
  /\ truncated' = TRUE
  /\ UNCHANGED <<nextXid, ended, row, claims, durable, announced, heart, claimer, hold, closing, drained, crashes>>

\* The answer "waiting": drained anew.
Forget ==
  /\ drained.pc = "found" /\ ~truncated /\ (Waiting # {} \/ CameSince)
  /\ SetDrained(Found)

\* Claims that are not on disk may be gone, the later ones first. Connections break; the leader forgets what it had found.
Crash ==
  /\ crashes < Crashes /\ ~truncated
  /\ crashes' = crashes + 1
  /\ \E cut \in durable .. nextXid :
       LET lost == {c \in claims : c.xid >= cut} IN
       /\ nextXid' = cut
       /\ ended' = 1 .. cut - 1
       /\ durable' = cut
       /\ claims' = claims \ lost
       /\ row' = [r \in AllRows |-> IF \E c \in lost : c.row = r THEN [row[r] EXCEPT !.state = "waiting"] ELSE row[r]]
  /\ heart' = [w \in Workers |-> IF heart[w].pc = "unborn" THEN heart[w]
                                 ELSE [heart[w] EXCEPT !.pc = "resting", !.epoch = 0, !.held = FALSE]]
  /\ claimer' = [w \in Workers |-> IF claimer[w].pc \in {"calling", "wrote", "answered"}
                                   THEN [claimer[w] EXCEPT !.pc = "unknown"] ELSE claimer[w]]
  /\ drained' = IF Broken = "drained_survives_crash" THEN drained ELSE Found
  /\ UNCHANGED <<announced, hold, closing, truncated>>

\* From here on nothing reaches the replica. It has every transaction that ended until now.
StandStill ==
  /\ failovers < Failovers /\ replica = <<>> /\ ~truncated
  /\ replica' = <<[nextXid |-> nextXid, ended |-> ended, row |-> row, claims |-> claims, announced |-> announced,
                 fenced |-> fenced]>>
  /\ UNCHANGED <<nextXid, ended, row, claims, durable, announced, heart, claimer, hold, closing, drained, truncated, crashes,
                 failovers, stranded, fenced>>

\* What was at work is aborted; transaction ids go on after the last that the replica has heard of. What a stranded worker
\* has announced stays as the replica has it.
Failover ==
  LET r == replica[1]
      Old(epoch) == IF Broken = "only_epochs_begin_anew" THEN 0 ELSE epoch
      next == 1 + CHOOSE x \in r.ended : \A y \in r.ended : y <= x IN
  /\ replica # <<>> /\ ~truncated
  /\ replica' = <<>> /\ failovers' = failovers + 1
  /\ nextXid' = IF Late /\ next < 3 THEN 3 ELSE next
  /\ durable' = nextXid'
  /\ ended' = 1 .. nextXid' - 1
  /\ row' = r.row /\ claims' = r.claims /\ announced' = r.announced
  /\ fenced' = r.fenced
  /\ stranded' = IF Timelines THEN {w \in Workers : r.announced[w].known} \ r.fenced ELSE {}
  /\ heart' = [w \in Workers |-> IF heart[w].pc = "unborn" THEN heart[w]
                                 ELSE [heart[w] EXCEPT !.pc = "resting", !.epoch = 0, !.held = FALSE, !.known = Old(@)]]
  /\ claimer' = [w \in Workers |-> [claimer[w] EXCEPT !.call = IF @ = NoCall THEN @ ELSE Old(@),
                                      !.pc = IF @ \in {"calling", "wrote", "answered"} THEN "unknown" ELSE @]]
  /\ drained' = Found
  /\ UNCHANGED <<hold, closing, truncated, crashes>>

\* awa.declare_dead: the stranded worker has not beaten for long. Under its lock, so after its claim that is at work.
DeclareDead(w) ==
  /\ w \in stranded /\ claimer[w].pc # "wrote"
  /\ stranded' = stranded \ {w} /\ fenced' = fenced \cup {w}
  /\ durable' = nextXid
  /\ UNCHANGED <<nextXid, ended, row, claims, announced, heart, claimer, hold, closing, drained, truncated, crashes, replica, failovers>>

\* awa.rescue, awa.forget_worker: its open runs are closed, to go on elsewhere, and it is forgotten.
Rescue(w) ==
  /\ w \in fenced
  /\ fenced' = fenced \ {w}
  /\ row' = [r \in AllRows |-> IF row[r].state = "claimed" /\ \E c \in claims : c.worker = w /\ c.row = r
                               THEN [row[r] EXCEPT !.state = "closed"] ELSE row[r]]
  /\ announced' = [announced EXCEPT ![w].known = FALSE]
  /\ durable' = nextXid
  /\ UNCHANGED <<nextXid, ended, claims, heart, claimer, hold, closing, drained, truncated, crashes, replica, failovers, stranded>>

Steps ==
  \/ \E w \in Workers :
       \/ Register(w) \/ LookAtEpoch(w) \/ LookAtSlots(w) \/ Announce(w)
       \/ BeginCall(w) \/ Claim(w) \/ ClaimNothing(w) \/ CommitClaim(w) \/ HandOver(w) \/ EndCall(w) \/ Settle(w) \/ LoseAnswer(w)
       \/ \E h \in hold[w] : Flush(w, h) \/ Release(w, h)
  \/ EnqueueLate \/ Drained \/ DrainedSnapshot \/ DrainedProof \/ Prune \/ Forget \/ Crash

Next ==
  \/ Steps /\ UNCHANGED others
  \/ StandStill \/ Failover
  \/ \E w \in Workers : DeclareDead(w) \/ Rescue(w)

Spec == Init /\ [][Next]_vars
Same == Permutations(Workers)

\* What is truncated held no run that waits or is open.
PruneSafe == truncated => \A r \in AllRows : row[r].state \in {"absent", "closed"}
\* What a claim has is claimed once.
ClaimOnce == \A c, d \in claims : c.row = d.row => c = d
\* An epoch that a worker knows, whose beats are taken, is never given out again as a transaction id.
EpochsLast == \A w \in Workers : MayBeat(w) => heart[w].known <= nextXid
=============================================================================
