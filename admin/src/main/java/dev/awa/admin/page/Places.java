package dev.awa.admin.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which page is where. */
final class Places {
  private final List<Place> all = new ArrayList<>();

  /** A path, in which {@code *} is any part; what is shown there, and what forms do there. */
  private record Place(List<String> path, Page.Maker maker, Page.Doer doer) {
    boolean isAt(List<String> segments) {
      if (path.size() != segments.size()) {
        return false;
      }
      for (int i = 0; i < path.size(); i++) {
        boolean isAny = path.get(i).equals("*") && !segments.get(i).isEmpty();
        if (!isAny && !path.get(i).equals(segments.get(i))) {
          return false;
        }
      }
      return true;
    }
  }

  private Places() {}

  static Places all() {
    Places places = new Places();
    places.shown("", OverviewPage::of);
    places.shown("login", visit -> Page.elsewhere("./"));
    places.steered("jobs", JobsPage::of, ManyJobs::act);
    places.steered("jobs/*", JobScreen::of, JobDeeds::act);
    places.steered("views", ViewsPage::of, ViewsPage::act);
    places.steered("views/*", ViewPage::of, ViewPage::act);
    places.steered("dead-letters", JobsPage::ofDeadLetters, ManyJobs::act);
    places.steered("queues", QueuesPage::of, QueuesPage::act);
    places.steered("queues/*", QueuePage::of, QueuePage::act);
    places.steered("schedules", SchedulesPage::of, SchedulesPage::act);
    places.steered("schedules/*", SchedulePage::of, SchedulePage::act);
    places.shown("kinds", KindsPage::of);
    places.steered("kinds/*", KindPage::of, KindPage::act);
    places.steered("new-job", NewJobPage::of, NewJobPage::act);
    places.shown("operations", OperationsPage::of);
    places.steered("operations/new", NewOperationPage::of, NewOperationPage::act);
    places.steered("operations/*", OperationPage::of, OperationPage::act);
    places.shown("workers", WorkersPage::of);
    places.shown("workers/*", WorkerPage::of);
    places.shown("storage", StoragePage::of);
    places.shown("doctor", DoctorPage::of);
    places.shown("audit", AuditPage::of);
    places.shown("instance", InstancePage::of);
    return places;
  }

  /** The paths of all, in the order of the side. */
  List<String> paths() {
    return all.stream().map(place -> String.join("/", place.path())).toList();
  }

  private void shown(String path, Page.Maker maker) {
    steered(
        path,
        maker,
        (visit, form) -> {
          throw Refused.of(405, "The page takes no forms", "It only shows something.");
        });
  }

  private void steered(String path, Page.Maker maker, Page.Doer doer) {
    all.add(new Place(path.isEmpty() ? List.of() : List.of(path.split("/", -1)), maker, doer));
  }

  Page.Maker maker(List<String> segments) {
    return at(segments).maker();
  }

  Page.Doer doer(List<String> segments) {
    return at(segments).doer();
  }

  private Place at(List<String> segments) {
    Optional<Place> found = all.stream().filter(place -> place.isAt(segments)).findFirst();
    return found.orElseThrow(
        () -> Refused.of(404, "There is no such page", "The side has the pages that there are."));
  }
}
