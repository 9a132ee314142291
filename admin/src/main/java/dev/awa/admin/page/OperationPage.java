package dev.awa.admin.page;

import java.util.Map;

/** How far an operation is, and what it has left alone. */
record OperationPage(OperationRow row, Deed stop, Now now) {
  static Page of(Visit visit) {
    OperationRow row = new OperationRow(visit.map("/operations/" + visit.segment(1)));
    Deed stop =
        Deed.of(visit, "operation-stop", "stop", "Stop", "Stop this operation?").dangerous();
    Deed possible =
        row.isRunning()
            ? stop
            : new Deed(stop.id(), stop.label(), stop.question(), stop.css(), "It has ended.");
    OperationPage page = new OperationPage(row, possible, visit.now());
    return Page.of(
        "Operation " + row.id(),
        "operations",
        out -> JteoperationGenerated.render(out, null, page));
  }

  static Page act(Visit visit, Fields form) {
    if (!form.get("do").equals("stop")) {
      throw Typed.unknown();
    }
    visit.change("POST", "/operations/" + visit.segment(1) + "/stop", Map.of());
    return Page.elsewhere(visit.segment(1) + "?done=stopped");
  }
}
