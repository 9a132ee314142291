package dev.awa.bench.dashboard;

import dev.awa.admin.page.DashboardServlet;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The addresses that are asked for. All pages that the dashboard has and all looks that the API has
 * are among them: one that nothing here gives a name to is an error.
 */
final class Places {
  /** Of a page or look with a name in it: whose it is here. */
  private final Map<String, String> names = new LinkedHashMap<>();

  private static final List<String> RANGES = List.of("range=6h", "range=24h", "range=7d");

  /** The same pages as people come to them, by a filter or with a longer time. */
  private static final Map<String, List<String>> ALSO =
      Map.of(
          "jobs",
          List.of(
              "q=state:failed",
              "q=state:completed",
              "q=state:available",
              "q=state:running",
              "q=queue:" + Town.queue(0),
              "q=queue:" + Town.queue(7),
              "q=queue:" + Town.queue(0) + " state:failed",
              "q=kind:" + Town.kind(3),
              "q=kind:" + Town.kind(3) + " state:available"),
          "dead-letters",
          List.of("q=queue:" + Town.queue(0), "q=kind:" + Town.kind(1)),
          "",
          RANGES,
          "queues",
          RANGES,
          "queues/*",
          RANGES,
          "kinds",
          RANGES,
          "kinds/*",
          RANGES,
          "operations/new",
          List.of(
              "action=cancel&q=kind:" + Town.kind(3),
              "action=cancel&q=queue:" + Town.queue(0),
              "action=retry&q=state:failed",
              "action=delete&q=queue:" + Town.queue(7)));

  /** What can't be left out. */
  private static final Map<String, String> NEEDED =
      Map.of(
          "/operations/preview", "?action=cancel&filter=kind%3A" + Town.kind(3),
          "/depths", "?since=125m&queues=" + Town.queue(0) + "," + Town.queue(7));

  /** Pages that only lead elsewhere. */
  private static final List<String> ELSEWHERE = List.of("login");

  Places(Town town) throws SQLException {
    long done =
        town.id("SELECT job_id FROM awa.ready_entries ORDER BY slot, lane, xid, job_id LIMIT 1");
    String dead = "" + town.id("SELECT min(job_id) FROM awa.dead_letters");
    String worker = "" + town.id("SELECT min(id) FROM awa.workers");
    String operation = "" + town.id("SELECT max(id) FROM awa.operations");
    for (String page : List.of("jobs/*", "/jobs/{id}", "/jobs/{id}/attempts")) {
      names.put(page, "" + done);
    }
    names.put("/dead-letters/{id}", dead);
    names.put("queues/*", Town.queue(0));
    names.put("kinds/*", Town.kind(3));
    names.put("schedules/*", "schedule%201");
    names.put("operations/*", operation);
    names.put("workers/*", worker);
    names.put("views/*", Town.view(0));
    names.put("{queue}", Town.queue(0));
    names.put("{kind}", Town.kind(3));
    names.put("{schedule}", "schedule%201");
    names.put("/operations/{id}", operation);
    names.put("/workers/{id}", worker);
  }

  /** Every page, below the mount. */
  List<String> pages() {
    List<String> all = new ArrayList<>();
    for (String page : DashboardServlet.pages()) {
      if (ELSEWHERE.contains(page)) {
        continue;
      }
      String path = "/" + (page.endsWith("*") ? page.replace("*", name(page)) : page);
      if (!page.equals("operations/new")) {
        all.add(path);
      }
      ALSO.getOrDefault(page, List.of()).forEach(query -> all.add(path + "?" + encoded(query)));
    }
    return all;
  }

  private static String encoded(String query) {
    List<String> parts = new ArrayList<>();
    for (String part : query.split("&", -1)) {
      String[] pair = part.split("=", 2);
      parts.add(pair[0] + "=" + URLEncoder.encode(pair[1], StandardCharsets.UTF_8));
    }
    return String.join("&", parts);
  }

  /** Every look of the API, by its OpenAPI document. */
  List<String> looks(JsonNode openApi) {
    List<String> all = new ArrayList<>();
    openApi
        .get("paths")
        .properties()
        .forEach(path -> {
          if (path.getValue().has("get")) {
            all.add("/api" + named(path.getKey()) + NEEDED.getOrDefault(path.getKey(), ""));
          }
        });
    return all;
  }

  private String named(String path) {
    int brace = path.indexOf('{');
    if (brace < 0) {
      return path;
    }
    String parameter = path.substring(brace, path.indexOf('}') + 1);
    String name = names.containsKey(path) ? name(path) : name(parameter);
    return path.replace(parameter, name);
  }

  private String name(String place) {
    String name = names.get(place);
    if (name == null) {
      throw new IllegalStateException(
          place + " is new: say in " + Places.class.getSimpleName() + " whose it is shown");
    }
    return name;
  }
}
