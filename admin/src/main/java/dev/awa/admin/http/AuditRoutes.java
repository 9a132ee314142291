package dev.awa.admin.http;

import dev.awa.AuditFilter;
import dev.awa.admin.AuditDocument;
import java.time.Instant;
import java.util.List;

/** The route of the audit. */
final class AuditRoutes {
  private static final int NAME_CHARACTERS = 200;

  /** Of the word before the name, with its colon. */
  private static final int THING_CHARACTERS = 41;

  private static final Parameter<String> BY =
      Parameter.query("by", Type.text(NAME_CHARACTERS), "Of this person only.");

  private static final Parameter<String> ACTION =
      Parameter.query(
          "action", Type.text(NAME_CHARACTERS), "Of this action only: queue-pause, for instance.");

  private static final Parameter<String> TARGET =
      Parameter.query(
          "target",
          Type.text(NAME_CHARACTERS + THING_CHARACTERS),
          "Of this thing only: queue:mail, job:17, schedule:nightly, kind:send_receipt,"
              + " operation:18.");

  private static final Parameter<Instant> AFTER =
      Parameter.query("after", Type.instant(), "After this time only: -2h is two hours ago.");

  private static final Parameter<Instant> BEFORE =
      Parameter.query("before", Type.instant(), "Before this time only: -2h is two hours ago.");

  private static final Parameter<Long> OLDER =
      Parameter.query("older_than", Type.id(), "The next page: the id of the last of this one.");

  private static final Parameter<Integer> LIMIT =
      Parameter.query("limit", Type.integer(1, AuditFilter.MAX_LIMIT), "How many at most.").or(50);

  private AuditRoutes() {}

  static List<Route> all() {
    return List.of(
        Route.get("audit-list", "/audit", "Who asked for which change, newest first")
            .needing(Role.ADMINISTER)
            .with(BY, ACTION, TARGET, AFTER, BEFORE, OLDER, LIMIT)
            .answering(Schemas.list(Schemas.audit()))
            .costly()
            .by(call -> {
              AuditFilter filter =
                  AuditFilter.newest(call.get(LIMIT))
                      .withBy(call.find(BY))
                      .withAction(call.find(ACTION))
                      .withTarget(call.find(TARGET))
                      .withAfter(call.find(AFTER))
                      .withBefore(call.find(BEFORE));
              Long older = call.find(OLDER);
              filter = older == null ? filter : filter.withOlderThan(older);
              return call.awa().audit().list(filter).stream().map(AuditDocument::of).toList();
            }));
  }
}
