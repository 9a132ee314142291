package dev.awa.admin.http;

import dev.awa.JobFilter;
import dev.awa.RenamedView;
import dev.awa.SavedView;
import dev.awa.admin.ChangedView;
import dev.awa.admin.ListedView;
import dev.awa.admin.ViewVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Routes of saved views: filters of jobs under names. Who is let into some queues sees the views of
 * these queues; a view that names no queue, or can't be read, is about every queue.
 */
final class ViewRoutes {
  private static final String HIDDEN = "***";

  private static final Parameter<String> VIEW =
      Parameter.path("view", Type.segment(SavedView.NAME_CHARACTERS), "The view.");

  private static final Parameter<String> NAME =
      Parameter.body("name", Type.text(SavedView.NAME_CHARACTERS), "What it is called.").must();

  private static final Parameter<String> FILTER =
      Parameter.body(
              "filter",
              Type.text(SavedView.FILTER_CHARACTERS),
              "Which jobs, as for awa job list: kind:send_receipt state:failed after:-2h.")
          .must();

  private ViewRoutes() {}

  static List<Route> all() {
    return List.of(list(), save(), rename(), delete());
  }

  private static Route list() {
    return Route.get("view-list", "/views", "Filters of jobs that people have saved, by name")
        .answering(Schemas.listOf(ListedView.class))
        .reaching(Route.Wide.ANYBODY)
        .by(call ->
            call.awa().savedViews().list().stream()
                .filter(view -> mayReach(call, view))
                .map(view -> shown(call, view))
                .toList());
  }

  private static boolean mayReach(Call call, SavedView view) {
    String queue = queueOf(view);
    return !call.principal().isRestricted() || (queue != null && call.principal().mayReach(queue));
  }

  private static @Nullable String queueOf(SavedView view) {
    return view.trouble().isEmpty() ? JobFilter.parse(view.filter(), 1).queue() : null;
  }

  /** Values of arguments that somebody looks for are for administrators only. */
  private static ListedView shown(Call call, SavedView view) {
    ListedView listed = ListedView.of(view);
    boolean mayHaveArgs =
        view.trouble().isPresent() || !JobFilter.parse(view.filter(), 1).args().isEmpty();
    return mayHaveArgs && !call.principal().role().includes(Role.ADMINISTER)
        ? new ListedView(
            view.name(),
            HIDDEN,
            view.savedAt(),
            view.savedBy(),
            "looks into arguments, or can't be read: it needs the role administer")
        : listed;
  }

  private static Route save() {
    return Route.post("view-save", "/views", "Save a filter of jobs under a name, for everybody")
        .with(NAME, FILTER)
        .answering(Schemas.of(ChangedView.class))
        .reaching(ViewRoutes::queuesOfSaved)
        .by(ViewRoutes::saved);
  }

  /** Of the filter, and of the view that has the name already. */
  private static List<String> queuesOfSaved(Call call) {
    JobFilter filter = Pages.allowed(call, JobFilter.parse(call.get(FILTER), 1));
    List<String> queues = new ArrayList<>(Pages.oneOf(filter.queue()));
    call.awa()
        .savedViews()
        .find(call.get(NAME))
        .ifPresent(view -> queues.addAll(Pages.oneOf(queueOf(view))));
    return queues;
  }

  private static Object saved(Call call) {
    Pages.allowed(call, JobFilter.parse(call.get(FILTER), 1));
    Optional<SavedView> before =
        call.awa().savedViews().save(call.get(NAME), call.get(FILTER), call.by());
    return new ChangedView(
        call.get(NAME), call.get(FILTER), before.map(view -> shown(call, view)).orElse(null));
  }

  private static Route rename() {
    return Route.patch("view-rename", "/views/{view}", "Give a saved view another name")
        .with(VIEW, NAME)
        .answering(Schemas.of(ViewVerdict.class))
        .reaching(ViewRoutes::queuesOfOne)
        .by(call -> {
          RenamedView renamed = call.awa().savedViews().rename(call.get(VIEW), call.get(NAME));
          if (renamed == RenamedView.TAKEN) {
            throw Problem.of(
                Problem.Kind.CONFLICT,
                "a view is called " + Type.quoted(call.get(NAME)) + " already",
                "Take another name, or delete that view");
          }
          if (renamed == RenamedView.UNKNOWN) {
            throw missing(call);
          }
          return new ViewVerdict(call.get(NAME), "renamed");
        });
  }

  private static Route delete() {
    return Route.delete("view-delete", "/views/{view}", "Delete a saved view; no job is touched")
        .needing(Role.OPERATE)
        .with(VIEW)
        .answering(Schemas.of(ViewVerdict.class))
        .reaching(ViewRoutes::queuesOfOne)
        .by(call -> {
          if (!call.awa().savedViews().delete(call.get(VIEW))) {
            throw missing(call);
          }
          return new ViewVerdict(call.get(VIEW), "deleted");
        });
  }

  private static List<String> queuesOfOne(Call call) {
    return call.awa()
        .savedViews()
        .find(call.get(VIEW))
        .map(view -> Pages.oneOf(queueOf(view)))
        .orElse(List.of());
  }

  private static Problem missing(Call call) {
    return Problem.of(
        Problem.Kind.NOT_FOUND,
        "there is no saved view " + Type.quoted(call.get(VIEW)),
        "GET /api/views lists the views that there are");
  }
}
