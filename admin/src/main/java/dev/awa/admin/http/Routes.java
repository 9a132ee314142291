package dev.awa.admin.http;

import dev.awa.admin.doctor.Diagnosis;
import dev.awa.admin.doctor.Whereabouts;
import dev.awa.worker.Ticked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/** The table of all routes: what the server answers and what the OpenAPI document lists. */
final class Routes {
  private final List<Route> all;

  Routes(List<Route> all) {
    this.all = List.copyOf(all);
  }

  /** Every route there is. */
  static Routes all(
      Capabilities.Of capabilities,
      Supplier<Map<String, Object>> openApi,
      Supplier<Diagnosis> doctor,
      Supplier<Whereabouts> whereabouts,
      Function<Duration, Ticked> tick,
      Door door) {
    List<Route> all = new ArrayList<>();
    all.addAll(SessionRoutes.all(door));
    all.addAll(JobRoutes.all());
    all.add(EnqueueRoutes.enqueue());
    all.addAll(DeadLetterRoutes.all());
    all.addAll(OperationRoutes.all());
    all.addAll(QueueRoutes.all());
    all.addAll(KindRoutes.all());
    all.addAll(ScheduleRoutes.all());
    all.addAll(AuditRoutes.all());
    all.addAll(ViewRoutes.all());
    all.addAll(LookRoutes.all(capabilities));
    all.add(LookRoutes.doctor(doctor));
    all.add(LookRoutes.instance(whereabouts));
    all.add(TickRoutes.tick(tick));
    all.addAll(TimingRoutes.all());
    all.add(LookRoutes.openApi(openApi));
    return new Routes(all);
  }

  List<Route> list() {
    return all;
  }

  /** Whether a path is there for those who have not logged in. */
  boolean isOpen(String path) {
    return all.stream().anyMatch(route -> !route.isClosed() && route.path().equals(path));
  }

  /** A route with the texts of the parameters in its path, not decoded. */
  record Found(Route route, Map<String, String> path) {}

  /** The route of a request; HEAD is that of GET, OPTIONS any of the path. */
  Found find(String method, String path) {
    List<String> segments =
        path.startsWith("/") ? List.of(path.substring(1).split("/", -1)) : List.of();
    List<Route> here = at(segments);
    if (here.isEmpty()) {
      throw Problem.of(
          Problem.Kind.NOT_FOUND,
          "there is no path " + Type.quoted(path),
          "/api/openapi.json lists the paths");
    }
    String asked = method.equals("HEAD") ? "GET" : method;
    return here.stream()
        .filter(route -> route.method().equals(asked) || asked.equals("OPTIONS"))
        .findFirst()
        .map(route -> new Found(route, texts(route, segments)))
        .orElseThrow(() -> wrongMethod(method, here));
  }

  /** Those of the path that names most: {@code /jobs/cancel} before {@code /jobs/{id}}. */
  private List<Route> at(List<String> segments) {
    String best =
        all.stream()
            .filter(route -> matches(route.segments(), segments))
            .map(Route::path)
            .min((one, other) -> Long.compare(parameters(one), parameters(other)))
            .orElse("");
    return all.stream().filter(route -> route.path().equals(best)).toList();
  }

  private static long parameters(String path) {
    return path.chars().filter(c -> c == '{').count();
  }

  private static boolean matches(List<String> pattern, List<String> segments) {
    if (pattern.size() != segments.size()) {
      return false;
    }
    for (int i = 0; i < pattern.size(); i++) {
      boolean isParameter = pattern.get(i).startsWith("{") && !segments.get(i).isEmpty();
      if (!isParameter && !pattern.get(i).equals(segments.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, String> texts(Route route, List<String> segments) {
    Map<String, String> texts = new HashMap<>();
    List<String> pattern = route.segments();
    for (int i = 0; i < pattern.size(); i++) {
      String one = pattern.get(i);
      if (one.startsWith("{")) {
        texts.put(one.substring(1, one.length() - 1), segments.get(i));
      }
    }
    return texts;
  }

  private static Problem wrongMethod(String method, List<Route> here) {
    String allow = allow(here);
    return Problem.of(
            Problem.Kind.WRONG_METHOD,
            "the path has no method " + Type.quoted(method) + "; it has " + allow,
            "Use one of its methods")
        .with("Allow", allow);
  }

  /** The methods of a path, as {@code Allow} lists them. */
  String allow(String path) {
    return allow(at(List.of(path.substring(Math.min(1, path.length())).split("/", -1))));
  }

  private static String allow(List<Route> here) {
    TreeSet<String> methods = new TreeSet<>();
    here.forEach(route -> methods.add(route.method()));
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    methods.add("OPTIONS");
    return String.join(", ", methods);
  }
}
