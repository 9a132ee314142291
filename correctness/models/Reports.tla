------------------------------- MODULE Reports --------------------------------
(* A run that is open for long, the segments that its reports lie in, and who empties these segments.

   A worker reports: it reads the head, appends a row there, looks whether the segment was emptied meanwhile, and commits. A report has a
   checkpoint, or progress alone; its number grows. A leader empties the oldest segment: it locks the outputs of the segment against writers,
   copies the newest checkpoint of the run into the carry partition (0 here), locks the segment against everybody, truncates, commits. A sweep
   deletes copies that a newer checkpoint has made useless. In the end the run is ended by a rescue, which looks for the newest checkpoint.
   TRUNCATE respects no snapshot. Broken names what is left out. *)
EXTENDS Integers, FiniteSets

CONSTANTS
  Last,    \* the newest segment there may be
  Reports, \* how many reports there are, at most
  Broken

VARIABLES
  head,     \* the newest segment
  tail,     \* the oldest that is not emptied
  rows,     \* the reports that are committed: <<segment, number, whether it has a checkpoint>>
  writer,   \* the worker: [at: idle, read, wrote; seg; row]
  next,     \* the number of its next report
  empties,  \* the leader: [at: idle, shut, copied, alone; copies]
  swept,    \* what a sweep has found and not deleted yet
  rescue,   \* the rescue: [at: idle, looks, ended; sees]
  told,     \* the newest checkpoint that is committed; only to check
  ext       \* what the next run is given

vars == <<head, tail, rows, writer, next, empties, swept, rescue, told, ext>>
Carried == 0
Nobody == [at |-> "idle", seg |-> 0, row |-> <<>>]
Rests == [at |-> "idle", copies |-> {}]
Number(r) == r[2]
Checkpoints(s) == {r \in s : r[3]}
Newest(s) == IF s = {} THEN 0 ELSE CHOOSE n \in {Number(r) : r \in s} : \A r \in s : Number(r) <= n
Open == rescue.at # "ended"

Init ==
  /\ head = 1 /\ tail = 1 /\ rows = {} /\ writer = Nobody /\ next = 1 /\ empties = Rests /\ swept = {}
  /\ rescue = [at |-> "idle", sees |-> {}] /\ told = 0 /\ ext = 0

Rotate ==
  /\ head < Last /\ head' = head + 1
  /\ UNCHANGED <<tail, rows, writer, next, empties, swept, rescue, told, ext>>

-----------------------------------------------------------------------------
\* awa.report, under the worker's lock: a rescue waits for it, and none begins after a rescue
ReadHead ==
  /\ writer = Nobody /\ next <= Reports /\ rescue.at = "idle"
  /\ writer' = [Nobody EXCEPT !.at = "read", !.seg = head]
  /\ UNCHANGED <<head, tail, rows, next, empties, swept, rescue, told, ext>>
\* waits while somebody has the outputs of the segment to himself
Append ==
  /\ writer.at = "read" /\ ~(empties.at \in {"shut", "copied", "alone"} /\ writer.seg = tail)
  /\ \E c \in BOOLEAN : writer' = [writer EXCEPT !.at = "wrote", !.row = <<writer.seg, next, c>>]
  /\ next' = next + 1
  /\ UNCHANGED <<head, tail, rows, empties, swept, rescue, told, ext>>
\* refuse_pruned: it was written behind the tail
Refused ==
  /\ writer.at = "wrote" /\ writer.seg < tail /\ writer' = Nobody
  /\ UNCHANGED <<head, tail, rows, next, empties, swept, rescue, told, ext>>
Commit ==
  /\ writer.at = "wrote" /\ (writer.seg >= tail \/ Broken = "report_not_refused")
  /\ rows' = rows \cup {writer.row} /\ writer' = Nobody
  /\ told' = (IF writer.row[3] THEN Number(writer.row) ELSE told)
  /\ UNCHANGED <<head, tail, next, empties, swept, rescue, ext>>
Abort ==
  /\ writer # Nobody /\ writer' = Nobody
  /\ UNCHANGED <<head, tail, rows, next, empties, swept, rescue, told, ext>>
IsWriting(s) == writer.at = "wrote" /\ writer.seg = s

-----------------------------------------------------------------------------
\* awa.lock_outputs, without waiting
Shut ==
  /\ empties = Rests /\ tail < head /\ (~IsWriting(tail) \/ Broken = "copy_before_lock")
  /\ empties' = [Rests EXCEPT !.at = "shut"]
  /\ UNCHANGED <<head, tail, rows, writer, next, swept, rescue, told, ext>>
ToCopy ==
  LET here == {r \in rows : r[1] = tail}
      which == IF Broken = "newest_report" THEN here ELSE Checkpoints(here)
      all == IF Broken = "newest_report" THEN rows ELSE Checkpoints(rows)
  IN {<<Carried, r[2], r[3]>> : r \in {x \in which : Number(x) = Newest(all)}}
\* awa.carry_reports: of a run that is open
Copy ==
  /\ empties.at = "shut"
  /\ empties' = [at |-> "copied", copies |-> IF Open /\ Broken # "truncate_without_look" THEN ToCopy ELSE {}]
  /\ UNCHANGED <<head, tail, rows, writer, next, swept, rescue, told, ext>>
\* awa.lock_segment: the claim log first, which who looks for reports has locked; then the outputs
Alone ==
  /\ empties.at = "copied" /\ ~IsWriting(tail) /\ rescue.at # "looks"
  /\ empties' = [empties EXCEPT !.at = "alone"]
  /\ UNCHANGED <<head, tail, rows, writer, next, swept, rescue, told, ext>>
\* awa.truncate_segment, and the commit
Truncate ==
  /\ empties.at = "alone" /\ empties' = Rests /\ tail' = tail + 1
  /\ rows' = {r \in rows : r[1] # tail} \cup empties.copies
  /\ UNCHANGED <<head, writer, next, swept, rescue, told, ext>>
GiveUp ==
  /\ empties # Rests /\ empties' = Rests
  /\ UNCHANGED <<head, tail, rows, writer, next, swept, rescue, told, ext>>

-----------------------------------------------------------------------------
\* awa.sweep_reports: one statement, which sees what was committed when it began
SweepLook ==
  /\ swept = {}
  /\ swept' = {r \in rows : r[1] = Carried /\ (~Open \/ r[2] < Newest(IF Broken = "sweep_by_number" THEN rows ELSE Checkpoints(rows)))}
  /\ UNCHANGED <<head, tail, rows, writer, next, empties, rescue, told, ext>>
Sweep ==
  /\ swept # {} /\ rows' = rows \ swept /\ swept' = {}
  /\ UNCHANGED <<head, tail, writer, next, empties, rescue, told, ext>>

-----------------------------------------------------------------------------
\* awa.rescue: the worker's lock, the claim log, and the snapshot of awa.with_reports
RescueLook ==
  /\ rescue.at = "idle" /\ writer = Nobody
  /\ empties.at # "alone" \/ Broken = "snapshot_before_lock"
  /\ rescue' = [at |-> IF empties.at = "alone" THEN "waits" ELSE "looks", sees |-> rows]
  /\ UNCHANGED <<head, tail, rows, writer, next, empties, swept, told, ext>>
\* awa.last_told: rows of the snapshot that nobody has truncated
Rescue ==
  /\ rescue.at = "looks" \/ (rescue.at = "waits" /\ empties.at # "alone")
  /\ rescue' = [at |-> "ended", sees |-> {}]
  /\ ext' = Newest({r \in Checkpoints(rescue.sees) : r[1] = Carried \/ r[1] >= tail})
  /\ UNCHANGED <<head, tail, rows, writer, next, empties, swept, told>>
\* Its transaction is lost.
RescueLost ==
  /\ rescue.at \in {"looks", "waits"} /\ rescue' = [at |-> "idle", sees |-> {}]
  /\ UNCHANGED <<head, tail, rows, writer, next, empties, swept, told, ext>>

Next ==
  \/ Rotate \/ ReadHead \/ Append \/ Refused \/ Commit \/ Abort
  \/ Shut \/ Copy \/ Alone \/ Truncate \/ GiveUp
  \/ SweepLook \/ Sweep \/ RescueLook \/ Rescue \/ RescueLost
Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
\* While the run is open its newest committed checkpoint is in the outputs; then the next run has it.
CheckpointSurvives == IF Open THEN Newest(Checkpoints({r \in rows : r[1] = Carried \/ r[1] >= tail})) = told ELSE ext = told
=============================================================================
