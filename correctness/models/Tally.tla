-------------------------------- MODULE Tally --------------------------------
(* One lane's claims, their closures, and the sums of closures.

   Claims have numbers that grow and are committed in that order, because the stripe's lock is held until the commit. The tally says
   up to which claim closures are summed (upto), and which of those claims had open members (open). Two leaders may be at work at
   once: tally and sweep look with a snapshot and write later; prune and carry keep everybody out of the claim log, so each is one
   step. There are two segments, the older of which is emptied, and the carry partition. *)
EXTENDS Integers, FiniteSets

CONSTANTS
  Claims,  \* how many claims there are at most
  Members, \* how many each has
  Leaders,
  Broken

VARIABLES
  head,     \* the segment that is written to, 1 or 2
  taken,    \* how many claims have a number
  pending,  \* numbers whose claim is not committed yet; empty but where the stripe is not locked
  claims,   \* [no, at], at: its segment, 1 or 2; 0 is the carry partition
  closures, \* [no, ord, at]
  closed,   \* how many members were closed, ever; only to check
  upto,
  open,
  sum,
  pc        \* of each leader: [at, claims, closures, upto, open], at: idle, tallying, sweeping

vars == <<head, taken, pending, claims, closures, closed, upto, open, sum, pc>>
log == <<head, taken, pending, claims, closures, closed>>
Idle == [at |-> "idle", claims |-> {}, closures |-> {}, upto |-> 0, open |-> {}]

Init ==
  /\ head = 1 /\ taken = 0 /\ pending = {} /\ claims = {} /\ closures = {} /\ closed = 0
  /\ upto = 0 /\ open = {} /\ sum = 0
  /\ pc = [l \in Leaders |-> Idle]

IsOpenIn(no, some) == Cardinality({d \in some : d.no = no}) < Members
Counted(no, to, but) == no <= to /\ no \notin but \* its closures are in the sum
Untallied(some, to, but) == {d \in some : ~Counted(d.no, to, but)}
Busy == {l \in Leaders : pc[l].at # "idle"}
Max(some) == CHOOSE n \in some : \A m \in some : m <= n

-----------------------------------------------------------------------------
Claim ==
  /\ taken < Claims /\ taken' = taken + 1
  /\ IF Broken = "stripe_not_locked" THEN pending' = pending \cup {taken + 1} /\ UNCHANGED claims
     ELSE claims' = claims \cup {[no |-> taken + 1, at |-> head]} /\ UNCHANGED pending
  /\ UNCHANGED <<head, closures, closed, upto, open, sum, pc>>

Commit(no) ==
  /\ claims' = claims \cup {[no |-> no, at |-> head]} /\ pending' = pending \ {no}
  /\ UNCHANGED <<head, taken, closures, closed, upto, open, sum, pc>>

Flush(c) ==
  /\ \E ord \in 1 .. Members :
       /\ \A d \in closures : d.no # c.no \/ d.ord # ord
       /\ closures' = closures \cup {[no |-> c.no, ord |-> ord, at |-> c.at]}
  /\ closed' = closed + 1
  /\ UNCHANGED <<head, taken, pending, claims, upto, open, sum, pc>>

Rotate == head = 1 /\ head' = 2 /\ UNCHANGED <<taken, pending, claims, closures, closed, upto, open, sum, pc>>

\* Tally and sweep exclude each other by the lock of lane_tallies.
MayBegin(l) == pc[l].at = "idle" /\ (Busy = {} \/ Broken = "tally_beside_sweep")
Look(l, what) == pc' = [pc EXCEPT ![l] = [at |-> what, claims |-> claims, closures |-> closures, upto |-> upto, open |-> open]]

TallyLook(l) == MayBegin(l) /\ Look(l, "tallying") /\ UNCHANGED <<log, upto, open, sum>>

Tally(l) ==
  LET s == pc[l]
      new == {c.no : c \in {x \in s.claims : x.no > s.upto}}
      old == {c.no : c \in {x \in s.claims : x.no \in s.open}}
      stays == {n \in new \cup old : IsOpenIn(n, s.closures)}
      summed == IF Broken = "sums_open" THEN new \cup old ELSE (new \cup old) \ stays IN
  /\ s.at = "tallying"
  /\ upto' = IF new = {} THEN s.upto ELSE Max(new)
  /\ open' = IF Broken = "without_list" THEN {} ELSE stays
  /\ sum' = sum + Cardinality({d \in s.closures : d.no \in summed})
  /\ pc' = [pc EXCEPT ![l] = Idle]
  /\ UNCHANGED log

SweepLook(l) == MayBegin(l) /\ Look(l, "sweeping") /\ UNCHANGED <<log, upto, open, sum>>

Sweep(l) ==
  LET s == pc[l]
      done == {c \in s.claims : c.at = 0 /\ ~IsOpenIn(c.no, s.closures)}
      gone == {d \in s.closures : \E c \in done : c.no = d.no} IN
  /\ s.at = "sweeping"
  /\ claims' = claims \ done
  /\ closures' = closures \ gone
  /\ sum' = sum + Cardinality(Untallied(gone, s.upto, s.open))
  /\ pc' = [pc EXCEPT ![l] = Idle]
  /\ UNCHANGED <<head, taken, pending, closed, upto, open>>

\* Under the locks against everybody: nobody is in the middle of a tally or a sweep.
Empty ==
  LET alive == {c \in claims : c.at = 1 /\ IsOpenIn(c.no, closures)}
      lies(d) == \E c \in claims : c.no = d.no /\ c.at = 1 /\ c \notin alive
      gone == {d \in closures : lies(d)} IN
  /\ head = 2 /\ Busy = {}
  /\ claims' = {c \in claims : c.at # 1} \cup {[no |-> c.no, at |-> 0] : c \in alive}
  /\ closures' = {IF d.at = 1 THEN [no |-> d.no, ord |-> d.ord, at |-> 0] ELSE d : d \in closures \ gone}
  /\ sum' = sum + Cardinality(IF Broken = "prune_sums_all" THEN gone ELSE Untallied(gone, upto, open))
  /\ UNCHANGED <<head, taken, pending, closed, upto, open, pc>>

Next ==
  \/ Claim \/ Rotate \/ Empty
  \/ \E no \in pending : Commit(no)
  \/ \E c \in claims : Flush(c)
  \/ \E l \in Leaders : TallyLook(l) \/ Tally(l) \/ SweepLook(l) \/ Sweep(l)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
\* Whoever looks for open claims finds all: among those that are newer than the tally, and on its list.
OpenKnown == \A c \in claims : IsOpenIn(c.no, closures) => ~Counted(c.no, upto, open)
\* What is summed and what is counted beside it is all that was closed, once.
CountsExact == sum + Cardinality(Untallied(closures, upto, open)) = closed
=============================================================================
