package dev.awa.admin.http;

import dev.awa.KindChange;
import dev.awa.KindStatus;
import dev.awa.Limits;
import dev.awa.SettingChange;
import dev.awa.admin.ChangedKind;
import dev.awa.admin.KindsDocument;
import dev.awa.admin.ListedKind;
import java.util.List;

/** Routes of kinds. A kind is in any queue, so they are for those who are let into every queue. */
final class KindRoutes {
  private static final Parameter<String> KIND =
      Parameter.path("kind", Type.segment(Limits.NAME_CHARACTERS), "The kind.");

  private static final Parameter<Integer> LIMIT =
      Parameter.query("limit", Type.integer(1, 1000), "How many kinds at most, by name.").or(200);

  private static final AskedSettings SETTINGS =
      AskedSettings.of(KindChange.SETTINGS, "keep_dead_letters");

  private KindRoutes() {}

  static List<Route> all() {
    return List.of(
        Route.get("kind-list", "/kinds", "A page of kinds that are described or set")
            .with(LookRoutes.AFTER, LIMIT)
            .answering(Schemas.of(KindsDocument.class))
            .costly()
            .by(call ->
                KindsDocument.of(
                    ListedKind.all(call.awa().kinds()),
                    call.find(LookRoutes.AFTER),
                    call.get(LIMIT))),
        Route.get("kind-show", "/kinds/{kind}", "What is set of a kind, by whom, and what it is")
            .with(KIND)
            .answering(Schemas.of(KindStatus.class))
            .by(call -> call.awa().kinds().show(call.get(KIND))),
        Route.get("kind-history", "/kinds/{kind}/history", "Who changed what, newest first")
            .with(KIND, QueueRoutes.CHANGES)
            .answering(Schemas.listOf(SettingChange.class))
            .by(call -> call.awa().kinds().history(call.get(KIND), call.get(QueueRoutes.CHANGES))),
        set());
  }

  private static Route set() {
    return Route.patch(
            "kind-set", "/kinds/{kind}/settings", "Change for how long jobs of a kind are kept")
        .needing(Role.ADMINISTER)
        .with(KIND)
        .with(SETTINGS.parameters())
        .answering(Schemas.of(ChangedKind.class))
        .by(call -> {
          KindChange change =
              SETTINGS.change(call, KindChange.nothing(), KindChange::set, KindChange::reset);
          return ChangedKind.of(call.awa(), call.get(KIND), change, call.by());
        });
  }
}
