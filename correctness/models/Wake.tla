--------------------------------- MODULE Wake ---------------------------------
(* Who is woken. Workers of a queue of one stripe sleep; a commit names one of them, and whoever is named looks, or names
   another.

   A worker is a listener, which hears words, and a claimer, which looks, says that it is asleep, and rests until it is woken. A word
   is the worker that was named first, 0 where all are asked to look. A handler may never end: a run may wait for workers that are
   full for ever, but not while another rests that could take it. Nothing is timed: who looks again does so some time later, and
   Polls says whether a rest ever ends by itself. A worker that watches looks again and again, and nobody is named meanwhile. Broken names the rule that is left out; "nothing" is the engine as it is. *)
EXTENDS Integers, FiniteSets

CONSTANTS
  Workers, \* their ids: words are passed on to the next higher one, and after the highest to the lowest
  Awake,   \* those that are to fall asleep yet
  Watchers, \* those that watch, and may do so again when they have claimed
  Permits, \* how many runs each may have at once
  Txs,     \* the producers' transactions
  Brings,  \* how many runs each brings
  AtOnce,  \* whether a producer commits before anybody can fall asleep after its call
  Leads,   \* whether a leader looks for all
  Polls,   \* whether workers look by themselves now and then
  Freezes, \* the workers that may freeze, once, and perhaps go on
  Dies,    \* those that may die
  Deafens, \* those whose listener may lose its connection, once
  Leaves,  \* those that may be stopped
  Broken

VARIABLES
  tx,      \* of each transaction: New, Done, or whom its call has named, 0: nobody was asleep
  waits,   \* how many committed runs wait
  stripe,  \* who claims, 0: nobody; and how many runs it sees
  seen,
  health,  \* of each worker: lives, frozen, dead, leaving
  shaken,  \* what has befallen whom: only once each
  hears,   \* whether its listener listens
  listed,  \* whether sleepers has it as asleep
  watches, \* whether sleepers says that it watches
  mail,    \* the words on the way to it
  pc,      \* its claimer: again (it looks next), claiming, say (it says next that it is asleep), yield (it watches no more), rest
  woken,   \* whether its next rest ends at once
  asleep,  \* what it takes itself for
  risen,   \* it was full, and has said that it is not to be named
  doubts,  \* whether it has to look whether it is among the sleepers
  kept,    \* what it was named for and has not looked after, None: nothing
  idle,    \* whether its last look left nothing
  free     \* its permits

log == <<tx, waits>>
call == <<stripe, seen>>
state == <<health, shaken, hears>>
words == <<listed, watches, mail>>
claimer == <<pc, woken, asleep, risen, doubts, kept, idle, free>>
vars == <<log, call, state, words, claimer>>

None == -1
Anew == 0
New == -2
Done == -1
Lives(w) == health[w] = "lives"
Sleepers == {w \in Workers : listed[w]}
Least(some) == CHOOSE n \in some : \A m \in some : n <= m

\* The mail when to[w] is sent to each w: who does not listen is told nothing.
Sent(to) == [w \in Workers |-> IF hears[w] /\ health[w] # "dead" THEN mail[w] \cup to[w] ELSE mail[w]]
Named(w) == [v \in Workers |-> IF v = w THEN {w} ELSE {}]
Each(some) == [v \in Workers |-> IF v \in some THEN {v} ELSE {}]
\* awa.wake_more: two sleepers, if there are as many
Twos == IF Cardinality(Sleepers) <= 2 THEN {Sleepers} ELSE {s \in SUBSET Sleepers : Cardinality(s) = 2}

\* awa.pass_on: to the next sleeper, but not to one of those from the first up to this one
After(w) == IF \E v \in Sleepers : v > w THEN Least({v \in Sleepers : v > w}) ELSE Least(Sleepers)
HavePassed(first, w, v) == IF first <= w THEN first <= v /\ v <= w ELSE v >= first \/ v <= w
PassedOn(w, word) ==
  [v \in Workers |-> IF word > 0 /\ Sleepers # {} /\ v = After(w) /\ ~HavePassed(word, w, v) THEN {word} ELSE {}]
NoWord == [v \in Workers |-> {}]

Init ==
  /\ tx = [t \in Txs |-> New] /\ waits = 0
  /\ stripe = 0 /\ seen = 0
  /\ health = [w \in Workers |-> "lives"] /\ shaken = {} /\ hears = [w \in Workers |-> TRUE]
  /\ listed = [w \in Workers |-> w \notin Awake \cup Watchers] /\ mail = NoWord
  /\ watches = [w \in Workers |-> w \in Watchers]
  /\ pc = [w \in Workers |-> IF w \in Awake \cup Watchers THEN "again" ELSE "rest"]
  /\ woken = [w \in Workers |-> FALSE] /\ asleep = listed /\ risen = woken /\ doubts = woken
  /\ kept = [w \in Workers |-> None] /\ idle = [w \in Workers |-> TRUE] /\ free = [w \in Workers |-> Permits]

-----------------------------------------------------------------------------
(* Producers: awa.append_one, awa.append_ready, awa.wake *)

Nameable == IF Sleepers = {} \/ \E w \in Workers : watches[w] THEN {0} ELSE Sleepers

Call(t) ==
  /\ ~AtOnce /\ tx[t] = New
  /\ \E w \in Nameable : tx' = [tx EXCEPT ![t] = w]
  /\ UNCHANGED <<waits, call, state, words, claimer>>

Commit(t) ==
  /\ IF AtOnce THEN tx[t] = New ELSE tx[t] \notin {New, Done}
  /\ tx' = [tx EXCEPT ![t] = Done]
  /\ waits' = waits + Brings
  /\ \E w \in IF AtOnce THEN Nameable ELSE {tx[t]} : mail' = Sent(Named(w))
  /\ UNCHANGED <<call, state, listed, watches, claimer>>

-----------------------------------------------------------------------------
(* The listener: Notifications.tell, Claimer.isCalled *)

Hear(w) ==
  /\ health[w] \in {"lives", "leaving"}
  /\ \E word \in mail[w] :
       LET takes == Lives(w) /\ word # Anew /\ free[w] > 0 /\ pc[w] # "claiming" \* a claim takes all permits first
           passes == word # Anew /\ ~takes /\ Broken # "full_keeps"
           to == IF passes THEN Sent(PassedOn(w, word)) ELSE mail
       IN /\ mail' = [to EXCEPT ![w] = @ \ {word}]
          \* of two calls one is made that goes to everybody
          /\ kept' = [kept EXCEPT ![w] = IF ~takes THEN @ ELSE IF @ = None \/ Broken = "last_call_wins" THEN word ELSE w]
          /\ woken' = [woken EXCEPT ![w] = @ \/ Lives(w)] \* also when it is full
          /\ doubts' = [doubts EXCEPT ![w] = @ \/ word = Anew]
  /\ UNCHANGED <<log, call, state, listed, watches, pc, asleep, risen, idle, free>>

\* The connection is lost with all that was on the way. Who can't hear looks without being woken, and says that it is awake.
Deafen(w) ==
  /\ Lives(w) /\ w \in Deafens /\ hears[w] /\ <<w, "deaf">> \notin shaken
  /\ shaken' = shaken \cup {<<w, "deaf">>}
  /\ hears' = [hears EXCEPT ![w] = FALSE] /\ mail' = [mail EXCEPT ![w] = {}]
  /\ woken' = [woken EXCEPT ![w] = @ \/ Broken # "deaf_rests"]
  /\ UNCHANGED <<log, call, health, listed, watches, pc, asleep, risen, doubts, kept, idle, free>>

Listen(w) ==
  /\ Lives(w) /\ ~hears[w]
  /\ hears' = [hears EXCEPT ![w] = TRUE]
  /\ woken' = [woken EXCEPT ![w] = @ \/ Broken # "deaf_rests"] /\ doubts' = [doubts EXCEPT ![w] = TRUE]
  /\ UNCHANGED <<log, call, health, shaken, words, pc, asleep, risen, kept, idle, free>>

-----------------------------------------------------------------------------
(* The claimer: Claimer.step, Round.finish, PollPace *)

Begins(w) == Lives(w) /\ (pc[w] = "again" \/ (pc[w] = "rest" /\ woken[w]))

\* Without permits: names another instead, may rise (PollPace.isFull, at most once in two seconds), looks again until it has some.
LookFull(w) ==
  /\ Begins(w) /\ free[w] = 0 /\ (~watches[w] \/ Broken = "full_watches")
  /\ mail' = IF Broken = "full_keeps" THEN mail ELSE Sent(PassedOn(w, kept[w]))
  /\ \E rises \in {FALSE, asleep[w]} :
       /\ listed' = [listed EXCEPT ![w] = @ /\ ~rises]
       /\ risen' = [risen EXCEPT ![w] = @ \/ rises]
  /\ kept' = [kept EXCEPT ![w] = None] /\ idle' = [idle EXCEPT ![w] = FALSE]
  /\ woken' = [woken EXCEPT ![w] = FALSE] /\ pc' = [pc EXCEPT ![w] = "again"]
  /\ UNCHANGED <<log, call, state, watches, asleep, doubts, free>>

\* A watcher without permits, or one that has left something: says that others are to be named, and wakes two for what came
\* before that word. Broken: it wakes nobody, or before its word.
Yield(w) ==
  /\ Lives(w) /\ watches[w] /\ Broken # "full_watches"
  /\ pc[w] = "yield" \/ (Begins(w) /\ free[w] = 0)
  /\ watches' = [watches EXCEPT ![w] = FALSE]
  /\ IF Broken \in {"yields_silently", "wakes_before_word"} THEN UNCHANGED mail ELSE \E two \in Twos : mail' = Sent(Each(two))
  /\ idle' = [idle EXCEPT ![w] = FALSE]
  /\ woken' = [woken EXCEPT ![w] = FALSE] /\ pc' = [pc EXCEPT ![w] = "again"]
  /\ UNCHANGED <<log, call, state, listed, asleep, risen, doubts, kept, free>>

\* Somebody else has the stripe: what it was named for is still its own, and it looks again.
LookBusy(w) ==
  /\ Begins(w) /\ free[w] > 0 /\ stripe # 0
  /\ woken' = [woken EXCEPT ![w] = FALSE]
  /\ pc' = [pc EXCEPT ![w] = IF Broken = "busy_is_nothing" /\ asleep[w] THEN "rest" ELSE "again"]
  /\ UNCHANGED <<log, call, state, words, asleep, risen, doubts, kept, idle, free>>

\* The stripe's lock and the snapshot of a claim
LookBegin(w) ==
  /\ Begins(w) /\ free[w] > 0 /\ stripe = 0
  /\ stripe' = w /\ seen' = waits
  /\ woken' = [woken EXCEPT ![w] = FALSE]
  /\ pc' = [pc EXCEPT ![w] = "claiming"]
  /\ UNCHANGED <<log, state, words, asleep, risen, doubts, kept, idle, free>>

\* Its commit and its answer. Who finds less than it asked for has seen the end of the queue; who was idle or named and did not,
\* wakes two more.
Claim(w) ==
  LET taken == IF seen < free[w] THEN seen ELSE free[w]
      left == taken = free[w]
      yields == left /\ watches[w] /\ Broken # "full_watches"
      wakes == /\ left /\ (idle[w] \/ kept[w] # None) /\ Broken # "left_is_left"
               /\ (~watches[w] \/ Broken = "wakes_before_word") \* a watcher says first that it yields
      isDeaf == taken = 0 /\ ~hears[w]
      \* PollPace.isAmongSleepers: one that was taken out says anew that it is asleep
      rests == asleep[w] /\ ~risen[w] /\ ~left /\ ~isDeaf /\ (IF taken > 0 THEN ~doubts[w] ELSE listed[w] \/ ~doubts[w])
  IN /\ Lives(w) /\ pc[w] = "claiming"
     /\ stripe' = 0 /\ seen' = 0
     /\ waits' = waits - taken /\ free' = [free EXCEPT ![w] = @ - taken]
     /\ kept' = [kept EXCEPT ![w] = None]
     /\ idle' = [idle EXCEPT ![w] = ~left]
     /\ IF wakes THEN \E two \in Twos : mail' = Sent(Each(two)) ELSE UNCHANGED mail
     /\ doubts' = [doubts EXCEPT ![w] = @ /\ (taken > 0 \/ woken[w])]
     /\ \E starts \in IF w \in Watchers /\ taken > 0 /\ ~left /\ hears[w] THEN {FALSE, TRUE} ELSE {FALSE} :
          /\ asleep' = [asleep EXCEPT ![w] = @ /\ ~isDeaf /\ ~starts]
          /\ listed' = [listed EXCEPT ![w] = @ /\ ~(isDeaf /\ asleep[w]) /\ ~starts]
          /\ watches' = [watches EXCEPT ![w] = (@ /\ ~isDeaf) \/ starts]
          /\ \E next \in IF rests /\ ~starts THEN {"rest"} ELSE IF yields THEN {"yield"}
                         ELSE IF taken > 0 \/ isDeaf THEN {"again"} ELSE IF watches[w] THEN {"say", "again"} ELSE {"say"} :
               pc' = [pc EXCEPT ![w] = next]
     /\ UNCHANGED <<tx, state, woken, risen>>

\* Says that it is asleep, and looks once more afterwards. Broken: that look was before the word.
Say(w) ==
  /\ Lives(w) /\ pc[w] = "say"
  /\ listed' = [listed EXCEPT ![w] = TRUE] /\ watches' = [watches EXCEPT ![w] = FALSE]
  /\ asleep' = [asleep EXCEPT ![w] = TRUE] /\ risen' = [risen EXCEPT ![w] = FALSE]
  /\ pc' = [pc EXCEPT ![w] = IF Broken = "look_before_word" THEN "rest" ELSE "again"]
  /\ UNCHANGED <<log, call, state, mail, woken, doubts, kept, idle, free>>

\* A rest is over.
Poll(w) ==
  /\ Polls /\ Lives(w) /\ pc[w] = "rest"
  /\ woken' = [woken EXCEPT ![w] = TRUE] /\ doubts' = [doubts EXCEPT ![w] = TRUE]
  /\ UNCHANGED <<log, call, state, words, pc, asleep, risen, kept, idle, free>>

\* A handler ends, and its permit comes back: who was full looks anyway.
Finish(w) ==
  /\ Lives(w) /\ free[w] < Permits
  /\ free' = [free EXCEPT ![w] = @ + 1]
  /\ UNCHANGED <<log, call, state, words, pc, woken, asleep, risen, doubts, kept, idle>>

-----------------------------------------------------------------------------
(* The leader: awa.wake_waiting *)

LeaderLook ==
  /\ Leads /\ waits > 0
  /\ \E two \in Twos : mail' = Sent(Each(two))
  /\ UNCHANGED <<log, call, state, listed, watches, claimer>>

\* A silent worker is taken out of the sleepers, and told so: it hears that when it goes on.
TakeOut(w) ==
  /\ Leads /\ health[w] \in {"frozen", "dead"} /\ (listed[w] \/ watches[w])
  /\ listed' = [listed EXCEPT ![w] = FALSE] /\ watches' = [watches EXCEPT ![w] = FALSE]
  /\ mail' = IF Broken = "silent_is_not_told" THEN mail ELSE Sent([v \in Workers |-> IF v = w THEN {Anew} ELSE {}])
  /\ UNCHANGED <<log, call, state, claimer>>

-----------------------------------------------------------------------------
(* What befalls workers *)

Freeze(w) ==
  /\ w \in Freezes /\ Lives(w) /\ pc[w] # "claiming" /\ <<w, "frozen">> \notin shaken
  /\ health' = [health EXCEPT ![w] = "frozen"] /\ shaken' = shaken \cup {<<w, "frozen">>}
  /\ UNCHANGED <<log, call, hears, words, claimer>>

GoOn(w) ==
  /\ health[w] = "frozen"
  /\ health' = [health EXCEPT ![w] = "lives"]
  /\ UNCHANGED <<log, call, shaken, hears, words, claimer>>

\* What it was claiming is rolled back.
Die(w) ==
  /\ w \in Dies /\ health[w] \in {"lives", "frozen"}
  /\ health' = [health EXCEPT ![w] = "dead"]
  /\ mail' = [mail EXCEPT ![w] = {}] /\ kept' = [kept EXCEPT ![w] = None]
  /\ pc' = [pc EXCEPT ![w] = "rest"] /\ woken' = [woken EXCEPT ![w] = FALSE]
  /\ IF stripe = w THEN stripe' = 0 /\ seen' = 0 ELSE UNCHANGED call
  /\ UNCHANGED <<log, shaken, hears, listed, watches, asleep, risen, doubts, idle, free>>

\* Claimer.stop: it claims no more, and its listener passes on from here on.
Stop(w) ==
  /\ w \in Leaves /\ Lives(w) /\ pc[w] # "claiming"
  /\ health' = [health EXCEPT ![w] = "leaving"]
  /\ UNCHANGED <<log, call, shaken, hears, words, claimer>>

\* Named.riseForGood: is not named any more, and passes on what it was named for. One that is stopped between two looks may owe one:
\* to what came while it watched, or before its word. So two others are to look instead.
RiseForGood(w) ==
  /\ health[w] = "leaving" /\ (listed[w] \/ watches[w] \/ kept[w] # None \/ pc[w] # "rest")
  /\ listed' = [listed EXCEPT ![w] = FALSE] /\ watches' = [watches EXCEPT ![w] = FALSE]
  /\ kept' = [kept EXCEPT ![w] = None]
  /\ \E two \in IF pc[w] # "rest" /\ Broken # "stopped_owes" THEN Twos ELSE {{}} :
       mail' = IF Broken = "stopped_keeps" THEN mail ELSE Sent([v \in Workers |-> PassedOn(w, kept[w])[v] \cup Each(two)[v]])
  /\ pc' = [pc EXCEPT ![w] = "rest"]
  /\ UNCHANGED <<log, call, state, woken, asleep, risen, doubts, idle, free>>

-----------------------------------------------------------------------------
Step(w) == LookFull(w) \/ Yield(w) \/ LookBusy(w) \/ LookBegin(w) \/ Claim(w) \/ Say(w)
Does(w) == Step(w) \/ Listen(w) \/ TakeOut(w) \/ RiseForGood(w)
Befalls(w) == Deafen(w) \/ Freeze(w) \/ GoOn(w) \/ Die(w) \/ Stop(w)

Next ==
  \/ \E t \in Txs : Call(t) \/ Commit(t)
  \/ \E w \in Workers : Hear(w) \/ Does(w) \/ Poll(w) \/ Finish(w) \/ Befalls(w)
  \/ LeaderLook

Spec ==
  /\ Init /\ [][Next]_vars
  /\ \A w \in Workers : WF_vars(Step(w)) /\ WF_vars(Hear(w))
  /\ \A w \in Workers : Polls => WF_vars(Poll(w))
  /\ \A w \in Freezes \cup Dies : Leads => WF_vars(TakeOut(w))
  /\ \A w \in Deafens : WF_vars(Listen(w))
  /\ \A w \in Leaves : WF_vars(RiseForGood(w))
  /\ Leads => WF_vars(LeaderLook)

\* Nobody who could take a run rests for ever while one waits.
PickedUp == \A w \in Workers : []<>~(waits > 0 /\ Lives(w) /\ free[w] > 0)
===============================================================================
