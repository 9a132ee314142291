-------------------------------- MODULE Writes --------------------------------
(* Which transaction may update or delete what, while somebody holds a snapshot so old that nothing is vacuumed.

   May is what each statement of the engine that writes at all may do to which tables, under the name of its file; Reads is
   what those read that run for each job. WritesTest in the core holds both to what PostgreSQL counts when the statements are
   run. A version that is updated or deleted is dead, and stays: whoever reads that table walks past it. An insert that says ON
   CONFLICT DO UPDATE may be either. The carry partitions, slot -1 of the logs, are tables by themselves.

   Broken names the rule that is left out, as if the statements were written in another way; "nothing" is the engine as it is. *)
EXTENDS Integers

CONSTANTS
  Jobs,
  Broken

\* Statement; inserts into, updates, deletes from, truncates. Read by WritesTest: one line each.
S(verb, inserts, updates, deletes, truncates) ==
  [verb |-> verb, insert |-> inserts, update |-> updates, delete |-> deletes, truncate |-> truncates]
May == {
  \* for each job, or for many at once
  S("append_one", {"ready_entries", "lanes", "lane_counts"}, {}, {}, {}),
  S("append_ready", {"ready_entries", "lanes", "lane_counts"}, {}, {}, {}),
  S("append", {"ready_entries", "lanes", "lane_counts", "deferred_jobs", "state_changes", "unique_keys"}, {"deferred_jobs"}, {}, {}),
  S("append_held", {"ready_entries", "lanes", "lane_counts", "deferred_jobs", "state_changes"}, {"deferred_jobs"}, {}, {}),
  S("hold", {"unique_keys"}, {}, {}, {}),
  S("reserve", {"lanes", "lane_counts"}, {}, {}, {}),
  S("copy", {"ready_entries"}, {}, {}, {}),
  S("claim", {"claims"}, {}, {}, {}),
  S("claim_readable", {"claims"}, {}, {}, {}),
  S("flush", {"closures", "closures_carry", "ready_entries", "attempt_outputs", "attempt_outputs_carry", "deferred_jobs", "finished_jobs", "dead_letters", "state_changes"}, {"unique_keys"}, {"unique_keys"}, {}),
  S("promote", {"ready_entries", "state_changes"}, {}, {"deferred_jobs", "unique_keys"}, {}),
  \* a worker of itself
  S("register", {"workers", "beats"}, {}, {}, {}),
  S("beat", {}, {"beats"}, {}, {}),
  S("report", {"attempt_outputs"}, {}, {}, {}),
  S("append_timings", {"timings"}, {}, {}, {}),
  S("hold_lock", {}, {"beats"}, {}, {}),
  S("declare", {"descriptors"}, {"descriptors"}, {}, {}),
  S("runs_with", {}, {"beats"}, {}, {}),
  S("troubles", {}, {"beats"}, {}, {}),
  S("say", {"sleepers"}, {"sleepers"}, {}, {}),
  S("rise_for_good", {}, {}, {"sleepers"}, {}),
  S("settle_claim", {}, {"workers"}, {}, {}),
  S("settle_flush", {}, {"workers"}, {}, {}),
  S("leave", {}, {}, {"workers", "beats"}, {}),
  S("lead", {}, {"leadership"}, {}, {}),
  S("resign", {}, {"leadership"}, {}, {}),
  \* the leader
  S("wake_waiting", {}, {}, {"sleepers"}, {}),
  S("declare_dead", {}, {"workers"}, {"beats"}, {}),
  S("declare_lost", {"workers"}, {}, {}, {}),
  S("forget_worker", {}, {}, {"workers", "sleepers", "beats"}, {}),
  S("rescue", {"closures", "closures_carry", "ready_entries", "attempt_outputs", "deferred_jobs", "finished_jobs", "dead_letters", "state_changes"}, {"unique_keys"}, {"unique_keys"}, {}),
  S("rotate", {"ring"}, {}, {}, {}),
  S("rotate_now", {"ring"}, {}, {}, {}),
  S("publish_head", {}, {"storage_state"}, {}, {}),
  S("tally", {"closure_sums", "lane_tallies"}, {"closure_sums", "lane_tallies"}, {}, {}),
  S("tally_states", {"state_counts", "state_tally"}, {"state_counts", "state_tally"}, {}, {}),
  S("tally_lists", {"closure_sums", "lane_tallies"}, {"closure_sums", "lane_tallies"}, {}, {}),
  S("count_waiting", {}, {"lane_counts"}, {}, {}),
  S("fold_timings", {"timings", "timing_sums"}, {"timing_folds"}, {}, {"timings", "timing_sums", "depths"}),
  S("sample_depths", {"depths"}, {}, {}, {}),
  S("retire_lanes", {}, {"lanes"}, {}, {}),
  S("revive_lanes", {}, {"lanes"}, {}, {}),
  S("prune", {"attempt_outputs_carry", "closure_sums", "state_counts", "lane_checkpoints", "prunes"}, {"closure_sums", "state_counts", "lane_checkpoints"}, {"unique_keys", "ready_entries_carry"}, {"ready_entries", "claims", "closures", "ready_tombstones", "attempt_outputs", "state_changes"}),
  S("prune_served_since", {"attempt_outputs_carry", "closure_sums", "state_counts", "lane_checkpoints", "prunes"}, {"closure_sums", "state_counts", "lane_checkpoints"}, {"unique_keys", "ready_entries_carry"}, {"ready_entries", "claims", "closures", "ready_tombstones", "attempt_outputs", "state_changes"}),
  S("carry", {"attempt_outputs_carry", "ready_entries_carry", "claims_carry", "closures_carry", "closure_sums", "state_counts", "lane_checkpoints", "prunes"}, {"closure_sums", "state_counts", "lane_checkpoints"}, {"unique_keys", "ready_entries_carry"}, {"ready_entries", "claims", "closures", "ready_tombstones", "attempt_outputs", "state_changes"}),
  S("sweep_carry", {"closure_sums"}, {"closure_sums"}, {"ready_entries_carry", "claims_carry", "closures_carry", "ready_tombstones_carry", "attempt_outputs_carry"}, {}),
  S("purge_history", {"state_changes"}, {}, {"finished_jobs", "dead_letters", "unique_keys", "descriptors", "operations", "audit", "setting_changes"}, {}),
  S("fire_schedules", {"ready_entries", "lanes", "lane_counts", "deferred_jobs", "state_changes", "unique_keys", "schedule_fires"}, {"schedules"}, {"schedule_fires"}, {}),
  S("retire_undeclared", {"setting_changes"}, {"schedules"}, {"schedule_revisions", "setting_changes"}, {}),
  S("work_operation", {"closures", "closures_carry", "ready_entries", "ready_tombstones", "ready_tombstones_carry", "claims", "deferred_jobs", "finished_jobs", "dead_letters", "lanes", "lane_counts", "unique_keys", "state_changes"}, {"operations", "beats", "lane_counts", "deferred_jobs"}, {"deferred_jobs", "dead_letters", "finished_jobs", "unique_keys"}, {}),
  S("let_go_generation", {}, {}, {"unique_keys"}, {}),
  S("let_go_periods", {}, {}, {"unique_keys"}, {}),
  \* people
  S("cancel", {"closures", "closures_carry", "ready_tombstones", "ready_tombstones_carry", "claims", "finished_jobs", "state_changes"}, {"beats", "lane_counts"}, {"deferred_jobs", "unique_keys"}, {}),
  S("cancel_deferred", {"finished_jobs", "state_changes"}, {}, {"deferred_jobs", "unique_keys"}, {}),
  S("cancel_waiting", {"ready_tombstones", "ready_tombstones_carry", "claims", "finished_jobs", "state_changes"}, {"lane_counts"}, {"unique_keys"}, {}),
  S("edit", {"ready_tombstones", "ready_tombstones_carry", "claims", "ready_entries", "deferred_jobs", "lanes", "lane_counts", "state_changes"}, {"lane_counts", "deferred_jobs"}, {}, {}),
  S("retry", {"ready_entries", "deferred_jobs", "lanes", "lane_counts", "unique_keys", "state_changes"}, {}, {"dead_letters", "finished_jobs"}, {}),
  S("move", {"dead_letters", "state_changes"}, {}, {"finished_jobs"}, {}),
  S("delete", {"ready_tombstones", "ready_tombstones_carry", "state_changes"}, {}, {"dead_letters", "finished_jobs", "unique_keys"}, {}),
  S("purge", {"state_changes"}, {}, {"dead_letters", "finished_jobs", "unique_keys"}, {}),
  S("purge_queue", {"claims", "queue_purges", "state_changes"}, {"lane_counts"}, {"deferred_jobs", "unique_keys", "queue_purges"}, {}),
  S("submit_operation", {"operations"}, {}, {}, {}),
  S("stop_operation", {}, {"operations"}, {}, {}),
  S("note", {"audit"}, {}, {}, {}),
  S("save_view", {"saved_views"}, {"saved_views"}, {}, {}),
  S("rename_view", {}, {"saved_views"}, {}, {}),
  S("delete_view", {}, {}, {"saved_views"}, {}),
  S("pause", {"queues", "setting_changes"}, {"queues"}, {"setting_changes"}, {}),
  S("split", {"queues", "setting_changes"}, {"queues"}, {"setting_changes"}, {}),
  S("set_queue", {"queues", "setting_changes"}, {"queues"}, {"setting_changes"}, {}),
  S("set_kind", {"kinds", "setting_changes"}, {"kinds"}, {"setting_changes"}, {}),
  S("declare_revision", {"schedule_owners", "schedule_revisions"}, {"schedule_owners", "schedule_revisions"}, {}, {}),
  S("put_schedules", {"schedules", "setting_changes"}, {"schedules"}, {"setting_changes"}, {}),
  S("trigger_schedule", {"ready_entries", "lanes", "lane_counts", "unique_keys", "schedule_fires", "setting_changes"}, {}, {"schedule_fires", "setting_changes"}, {}),
  S("pause_schedule", {"setting_changes"}, {"schedules"}, {"setting_changes"}, {}),
  S("resume_schedule", {"setting_changes"}, {"schedules"}, {"setting_changes"}, {}),
  S("retire_schedule", {"setting_changes"}, {"schedules"}, {"setting_changes"}, {}),
  S("restore_schedule", {"setting_changes"}, {"schedules"}, {"setting_changes"}, {}),
  S("retire_owner", {"setting_changes"}, {"schedules"}, {"setting_changes"}, {}),
  S("restore_owner", {"setting_changes"}, {"schedules"}, {"setting_changes"}, {}),
  S("adopt_schedule", {"setting_changes"}, {"schedules"}, {"setting_changes"}, {}),
  S("delete_schedule", {"setting_changes"}, {}, {"schedules", "schedule_fires", "setting_changes"}, {}),
  S("set", {"setting_changes"}, {"storage_state"}, {"setting_changes"}, {}),
  S("let_go_strays", {}, {}, {"unique_keys"}, {}),
  S("rebuild_counters", {"state_counts"}, {"storage_state"}, {"state_counts", "state_tally"}, {}),
  S("make_missing_rows", {"ring", "storage_state", "leadership", "prunes"}, {"storage_state"}, {}, {})
}

\* What is read by the statements that run for each job. One line each.
R(verb, tables) == [verb |-> verb, tables |-> tables]
Reads == {
  R("append_one", {"lanes", "queues", "sleepers"}),
  R("append_ready", {"lanes", "queues", "sleepers"}),
  R("reserve", {"lanes", "queues"}),
  R("claim", {"workers", "queues", "lanes", "ring", "prunes", "lane_checkpoints", "ready_entries", "ready_entries_carry", "ready_tombstones", "ready_tombstones_carry", "claims", "claims_carry"}),
  R("flush", {"workers", "queues", "lanes", "sleepers", "unique_keys", "ready_entries", "ready_entries_carry", "claims", "claims_carry", "closures", "closures_carry"})
}

Logs == {"ready_entries", "claims", "closures", "ready_tombstones", "attempt_outputs", "state_changes", "timings", "timing_sums", "depths"}
Ledgers == {"ring", "prunes"}
\* A row of these is a job's own: it is written and taken away by that job's steps, and found by its id, its time or its key.
OfOneJob == {"deferred_jobs", "finished_jobs", "dead_letters", "unique_keys"}
Tables == UNION {s.insert \cup s.update \cup s.delete \cup s.truncate : s \in May}

-----------------------------------------------------------------------------
VARIABLES
  job,     \* of each job: new, deferred, waiting, claimed, done
  retried, \* the jobs that ran a second time
  full,    \* whether the oldest segment holds anything, so that it can be emptied
  dead     \* <<table, who>>: it holds dead versions that were left by steps of jobs, by turns of workers, or by those of the leader

vars == <<job, retried, full, dead>>

\* What is killed, with the rule that is left out
Kills(verb) ==
  LET s == CHOOSE x \in May : x.verb = verb
      more == CASE Broken = "claim_marks_lane" /\ verb = "claim" -> {"lanes"}
                [] Broken = "claim_deletes" /\ verb = "claim" -> {"ready_entries"}
                [] Broken = "flush_deletes_claim" /\ verb = "flush" -> {"claims"}
                [] Broken = "counts_in_place" /\ verb \in {"append", "promote", "flush"} -> {"state_counts"}
                [] Broken = "beat_in_workers" /\ verb = "beat" -> {"workers"}
                [] Broken = "prune_deletes" /\ verb = "prune" -> s.truncate
                [] OTHER -> {}
  IN s.update \cup s.delete \cup more

Run(verbs, by) == dead' = dead \cup {<<t, by>> : t \in UNION {Kills(v) : v \in verbs}}

Init == job = [j \in Jobs |-> "new"] /\ retried = {} /\ full = FALSE /\ dead = {}

\* A step of a job writes to the newest segment.
Step(j, state, verb) == job' = [job EXCEPT ![j] = state] /\ full' = TRUE /\ Run({verb}, "job")

Enqueue(j) ==
  /\ job[j] = "new" /\ UNCHANGED retried
  /\ \/ \E v \in {"append_one", "append_ready", "copy", "append"} : Step(j, "waiting", v)
     \/ Step(j, "deferred", "append")

Promote(j) == job[j] = "deferred" /\ Step(j, "waiting", "promote") /\ UNCHANGED retried
Claim(j) == job[j] = "waiting" /\ Step(j, "claimed", "claim") /\ UNCHANGED retried

\* It is done, or is to run again, at once or later.
Flush(j) ==
  /\ job[j] = "claimed"
  /\ \/ Step(j, "done", "flush") /\ UNCHANGED retried
     \/ j \notin retried /\ retried' = retried \cup {j} /\ \E again \in {"waiting", "deferred"} : Step(j, again, "flush")

Cancel(j) == job[j] \in {"deferred", "waiting", "claimed"} /\ Step(j, "done", "cancel") /\ UNCHANGED retried

\* It has failed or was cancelled, and somebody wants it again.
Retry(j) == job[j] = "done" /\ j \notin retried /\ retried' = retried \cup {j} /\ Step(j, "waiting", "retry")

\* What a worker does while time goes by, and what befalls it; and the same of the leader.
Worker == Run({"beat", "report", "append_timings", "hold_lock", "runs_with", "troubles", "declare", "say", "rise_for_good", "settle_claim", "settle_flush", "lead"}, "worker") /\ UNCHANGED <<job, retried, full>>
Leader ==
  /\ Run({"wake_waiting", "declare_dead", "forget_worker", "rotate", "publish_head", "tally", "tally_lists", "tally_states", "count_waiting", "fold_timings", "sample_depths", "retire_lanes",
          "revive_lanes", "sweep_carry", "purge_history", "let_go_generation", "let_go_periods"}, "leader")
  /\ UNCHANGED <<job, retried, full>>
Prune == full /\ full' = FALSE /\ (\A j \in Jobs : job[j] \notin {"waiting", "claimed"}) /\ Run({"prune"}, "leader") /\ UNCHANGED <<job, retried>>
Carry == full /\ full' = FALSE /\ Run({"carry"}, "leader") /\ UNCHANGED <<job, retried>>

Next ==
  \/ \E j \in Jobs : Enqueue(j) \/ Promote(j) \/ Claim(j) \/ Flush(j) \/ Cancel(j) \/ Retry(j)
  \/ Worker \/ Leader \/ Prune \/ Carry

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
Dead(t) == {by \in {"job", "worker", "leader"} : <<t, by>> \in dead}

\* The logs and the ledgers are appended to and truncated, nothing else.
LogsOnlyGrow == \A t \in Logs \cup Ledgers : Dead(t) = {}
\* A job's steps leave dead versions of its own rows, of the row with what was cancelled under its worker, and of the count of its
\* lane when somebody cancels it. Whatever else is updated or deleted is so by a turn of its owner, however many jobs there are.
NoHotUpdate == \A t \in Tables \ (OfOneJob \cup {"beats", "lane_counts"}) : "job" \notin Dead(t)
\* A claim and a flush walk past nothing that grows while a snapshot is held and all is well: not past what jobs have left, nor past
\* what beats have. (What was carried is deleted when it has ended; that a call is settled or a worker dies is an event.)
ReadsStayClean ==
  /\ \A r \in Reads : \A t \in r.tables \ OfOneJob : "job" \notin Dead(t)
  /\ \A r \in Reads : r.verb \in {"claim", "flush"} => r.tables \cap Kills("beat") = {}
=============================================================================
