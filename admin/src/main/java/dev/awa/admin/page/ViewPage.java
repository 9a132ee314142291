package dev.awa.admin.page;

import dev.awa.admin.ListedView;
import java.util.List;
import java.util.Map;

/** One saved view: what it means, another name for it, and how to be rid of it. */
record ViewPage(ListedView view, List<Deed> deeds, Now now) {
  static Page of(Visit visit) {
    String segment = visit.segment(1);
    ListedView view =
        visit.<ListedView>list("/views").stream()
            .filter(one -> Words.segment(one.name()).equals(segment))
            .findFirst()
            .orElseThrow(() ->
                Refused.of(
                    404, "There is no such view", "Somebody may have renamed or deleted it."));
    String name = view.name();
    List<Deed> deeds =
        List.of(
            Deed.of(visit, "view-delete", "delete", "Delete", "Delete the view " + name + "?")
                .dangerous(),
            Deed.of(visit, "view-rename", "rename", "Rename", "Rename the view " + name + "?"));
    ViewPage page = new ViewPage(view, deeds, visit.now());
    return Page.of(name, "jobs", out -> JteviewGenerated.render(out, null, page));
  }

  Deed deed(String id) {
    return deeds.stream().filter(deed -> deed.id().equals(id)).findFirst().orElseThrow();
  }

  static Page act(Visit visit, Fields form) {
    String target = "/views/" + visit.segment(1);
    return switch (form.get("do")) {
      case "rename" -> {
        visit.change("PATCH", target, Map.of("name", form.get("name")));
        yield Page.elsewhere("../views?done=renamed");
      }
      case "delete" -> {
        visit.change("DELETE", target, Map.of());
        yield Page.elsewhere("../views?done=deleted");
      }
      default -> throw Typed.unknown();
    };
  }
}
