package dev.awa.admin.page;

import dev.awa.admin.http.Admin;
import dev.awa.admin.http.AdminServlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/**
 * The dashboard in a servlet container, and the admin API with it. Map it to {@code /awa/*} or any
 * other path: pages are at {@code /awa/}, the API is below {@code /awa/api}. Needs Jakarta Servlet
 * 6.0 or newer. The pages do what the API does, for whom the API does it, and nothing else.
 */
public final class DashboardServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  private final transient Dashboard dashboard;
  private final AdminServlet api;

  /** A servlet with the pages of an admin API. */
  public DashboardServlet(Admin admin) {
    this(admin, Instance.UNNAMED);
  }

  /** The same; pages say which instance they are of. */
  public DashboardServlet(Admin admin, Instance instance) {
    this.dashboard = new Dashboard(admin, instance);
    this.api = new AdminServlet(admin);
  }

  /**
   * The paths of all pages, below the one that this is mounted at: {@code queues}, {@code
   * queues/*}; {@code *} is a name or an id, percent-encoded, and the empty path the overview.
   */
  public static List<String> pages() {
    return Places.all().paths();
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    String path = PageRequest.below(request);
    if (path.equals("/api") || path.startsWith("/api/")) {
      api.service(request, response);
    } else {
      dashboard.answer(new PageRequest(request, path)).to(request, response);
    }
  }
}
