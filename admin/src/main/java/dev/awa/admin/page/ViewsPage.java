package dev.awa.admin.page;

import dev.awa.admin.ChangedView;
import dev.awa.admin.ListedView;
import java.util.List;
import java.util.Map;

/** Filters of jobs that people have saved under a name. */
record ViewsPage(List<ListedView> views, Now now) {
  /** That a view was overwritten, and what it was. */
  record Overwritten(ChangedView changed, ListedView before, Now now) {}

  static Page of(Visit visit) {
    ViewsPage page = new ViewsPage(visit.list("/views"), visit.now());
    return Page.of("Saved views", "jobs", out -> JteviewsGenerated.render(out, null, page));
  }

  /** The jobs that a view means, from a page of the mount. */
  static String jobs(ListedView view) {
    return "jobs?q=" + Words.query(view.filter());
  }

  static Page act(Visit visit, Fields form) {
    if (!form.get("do").equals("save")) {
      throw Typed.unknown();
    }
    Map<String, String> body = Map.of("name", form.get("name"), "filter", form.get("q"));
    ChangedView changed = (ChangedView) visit.change("POST", "/views", body);
    ListedView before = changed.overwritten();
    if (before == null || before.filter().equals(changed.filter())) {
      return Page.elsewhere("views?done=saved");
    }
    Overwritten page = new Overwritten(changed, before, visit.now());
    return Page.of(
        "What was overwritten", "jobs", out -> JteviewoverwrittenGenerated.render(out, null, page));
  }
}
