package dev.awa.bench.dashboard;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.awa.admin.http.Admin;
import dev.awa.admin.http.AdminConfig;
import dev.awa.admin.http.NoLogin;
import dev.awa.admin.http.Principal;
import dev.awa.admin.http.Role;
import dev.awa.admin.page.Instance;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.Scenario;
import dev.awa.bench.measure.CpuMeter;
import dev.awa.bench.measure.Sample;
import dev.awa.bench.measure.Target;
import dev.awa.cli.serve.AdminServer;
import dev.awa.client.Awa;
import dev.awa.lab.Browser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the dashboard and the admin API cost over ten million finished jobs: each page and each look
 * in the server, each page in a browser, the counts of all queues, ten open dashboards, and the
 * memory of a tab that stays open. A page that is answered with an error breaks it.
 */
public final class AdminFigures implements Scenario {
  private static final Target IN_SERVER = Target.atMost(50);
  private static final Target IN_BROWSER = Target.atMost(200);
  private static final Target COUNTS = Target.atMost(100);
  private static final Target MORE = Target.atMost(2);
  private static final int WARM_UP = 3;
  private static final int VIEWERS = 10;
  private static final int CONNECTIONS = 8;
  private static final double MILLIS = 1e-6;
  private static final String RENDERED =
      "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() =>"
          + " done(performance.now()))))";

  @Override
  public String name() {
    return "admin";
  }

  @Override
  public String about() {
    return "every page of the dashboard and every look of the API over ten million finished jobs,"
        + " in the server and in a browser; ten open dashboards; the memory of an open tab";
  }

  @Override
  public void run(Lab lab) throws Exception {
    try (Town town = Town.of(lab)) {
      Set<String> failed = inServer(lab, town);
      counts(lab, town);
      try (Served served = new Served(town.queue().url())) {
        open(lab, served);
        Optional<Path> program = Browser.find();
        if (program.isEmpty()) {
          lab.say("in a browser: not run: no Chromium");
        } else {
          inBrowser(lab, town, served, program.get());
          staying(lab, served, program.get());
        }
      }
      if (!failed.isEmpty()) {
        throw new IllegalStateException(String.join("; ", failed));
      }
    }
  }

  // --- in the server ---

  private static Set<String> inServer(Lab lab, Town town) throws Exception {
    Statements statements = new Statements();
    HikariConfig pool = new HikariConfig();
    pool.setJdbcUrl(town.queue().url());
    pool.setMaximumPoolSize(CONNECTIONS);
    NoLogin everybody = new NoLogin(Principal.of("root", Role.ADMINISTER));
    try (HikariDataSource source = new HikariDataSource(pool);
        AdminServer server =
            AdminServer.on(
                "127.0.0.1",
                0,
                Admin.of(statements.over(source), Awa::of, everybody, AdminConfig.defaults()),
                new Instance("bench", Instance.Hue.MOSS))) {
      Visits visits = new Visits("http://127.0.0.1:" + server.port(), statements);
      int times = Math.max(2, lab.sized(10, 40));
      Places places = new Places(town);
      tell(lab, "page", visits.measure(places.pages(), WARM_UP, times));
      byte[] openApi = unzipped(visits.get("/api/openapi.json"));
      List<String> looks = places.looks(JsonMapper.shared().readTree(openApi));
      tell(lab, "look", visits.measure(looks, WARM_UP, times));
      lab.report("answered with an error", "places", visits.failed().size());
      return visits.failed();
    }
  }

  private static byte[] unzipped(byte[] zipped) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      return in.readAllBytes();
    }
  }

  private static void tell(Lab lab, String what, List<Visits.Took> all) {
    StringBuilder table =
        new StringBuilder(what + ": p50 / p95 ms, statements, the slowest of them\n");
    for (Visits.Took took : all) {
      table.append(
          String.format(
              Locale.ROOT,
              "  %-50s %8.1f /%8.1f %6.1f  %8.1f ms %s%n",
              took.place(),
              took.millis().median(),
              took.millis().quantile(0.95),
              took.statements(),
              took.slowest().millis(),
              took.slowest().statement()));
      lab.report(what + " " + took.place() + ", p50", "ms", took.millis().median());
      lab.report(
          what + " " + took.place() + ", p95",
          "ms",
          Sample.of(took.millis().quantile(0.95)),
          IN_SERVER);
    }
    lab.say(table.toString());
    slowest(lab, what + "s", all.stream().map(Visits.Took::millis).toList(), IN_SERVER);
  }

  private static void slowest(Lab lab, String what, List<Sample> all, Target target) {
    Sample p95 = Sample.of(all.stream().map(one -> one.quantile(0.95)).toList());
    long missed = all.stream().filter(one -> !target.isMetBy(one.quantile(0.95))).count();
    lab.report(what + ", the slowest, p95", "ms", Sample.of(p95.most()), target);
    lab.report(what + " that miss it, of " + all.size(), "", (double) missed);
  }

  private static void counts(Lab lab, Town town) {
    List<Double> millis = new ArrayList<>();
    int times = lab.sized(10, 40);
    for (int call = 0; call < WARM_UP + times; call++) {
      long begun = System.nanoTime();
      town.queue().awa().queues().stats(Duration.ofMinutes(1));
      if (call >= WARM_UP) {
        millis.add((System.nanoTime() - begun) * MILLIS);
      }
    }
    Sample sample = Sample.of(millis);
    lab.report("counts of all queues, p50", "ms", sample.median());
    lab.report("counts of all queues, p95", "ms", Sample.of(sample.quantile(0.95)), COUNTS);
  }

  // --- open dashboards ---

  /** CPU in percent of a core. */
  private record Share(double served, double postgres) {
    double both() {
      return served + postgres;
    }
  }

  private static void open(Lab lab, Served served) throws Exception {
    Visits visits = new Visits(served.origin(), new Statements());
    Duration window = Duration.ofSeconds(lab.sized(10, 60));
    try (Viewers warm = new Viewers(visits, VIEWERS)) {
      Thread.sleep(window);
      lab.say("warmed up by " + warm.end() + " looks");
    }
    Share before = share(lab, served, window);
    Share with;
    try (Viewers viewers = new Viewers(visits, VIEWERS)) {
      with = share(lab, served, window);
      lab.say(VIEWERS + " open dashboards asked " + viewers.end() + " times");
    }
    Share after = share(lab, served, window);
    lab.report("no dashboard open, awa serve", "% of a core", (before.served + after.served) / 2);
    lab.report("no dashboard open, server", "% of a core", (before.postgres + after.postgres) / 2);
    lab.report("10 dashboards open, awa serve", "% of a core", with.served);
    lab.report("10 dashboards open, server", "% of a core", with.postgres);
    lab.report(
        "10 dashboards open, more than without",
        "% of a core",
        Sample.of(with.both() - (before.both() + after.both()) / 2),
        MORE);
  }

  private static Share share(Lab lab, Served served, Duration window) throws Exception {
    CpuMeter cpu = lab.startCpuMeter();
    Duration used = served.used();
    long begun = System.nanoTime();
    Thread.sleep(window);
    double percent = 100e9 / (System.nanoTime() - begun);
    return new Share(
        served.used().minus(used).toNanos() * 1e-9 * percent, lab.stop(cpu).server() * percent);
  }

  // --- in a browser ---

  private static void inBrowser(Lab lab, Town town, Served served, Path program) throws Exception {
    int times = Math.max(2, lab.sized(5, 20));
    List<Sample> all = new ArrayList<>();
    StringBuilder table = new StringBuilder("until a page is rendered: p50 / p95 ms\n");
    try (Browser browser = new Browser(program)) {
      browser.size(1280, 900);
      for (String page : new Places(town).pages()) {
        List<Double> millis = new ArrayList<>();
        for (int visit = 0; visit < 1 + times; visit++) {
          browser.open(served.origin() + page);
          double rendered = browser.eval(RENDERED).asDouble();
          if (visit > 0) {
            millis.add(rendered);
          }
        }
        Sample sample = Sample.of(millis);
        all.add(sample);
        table.append(
            String.format(
                Locale.ROOT,
                "  %-50s %8.1f /%8.1f%n",
                page,
                sample.median(),
                sample.quantile(0.95)));
        lab.report("browser " + page + ", p95", "ms", Sample.of(sample.quantile(0.95)), IN_BROWSER);
      }
    }
    lab.say(table.toString());
    slowest(lab, "pages in a browser", all, IN_BROWSER);
  }

  /** The heap of a tab after its garbage was collected, at once and then each minute. */
  private static void staying(Lab lab, Served served, Path program) throws Exception {
    int minutes = lab.isLong() ? 60 : lab.sized(20, 5);
    Duration between = lab.isShort() ? Duration.ofSeconds(2) : Duration.ofMinutes(1);
    List<Double> heap = new ArrayList<>();
    List<Double> nodes = new ArrayList<>();
    try (Browser browser = new Browser(program)) {
      browser.open(served.origin() + "/");
      browser.eval(RENDERED);
      for (int minute = 0; minute <= minutes; minute++) {
        if (minute > 0) {
          Thread.sleep(between);
        }
        browser.call("HeapProfiler.collectGarbage", Map.of());
        heap.add(browser.call("Runtime.getHeapUsage", Map.of()).get("usedSize").asDouble() / 1024);
        nodes.add(browser.call("Memory.getDOMCounters", Map.of()).get("nodes").asDouble());
      }
    }
    String unit = lab.isShort() ? " 2 s" : " minute";
    lab.report("open tab, heap at first", "kB", heap.getFirst());
    lab.report("open tab, heap at last", "kB", heap.getLast());
    lab.report(
        "open tab, heap, most", "kB", heap.stream().max(Comparator.naturalOrder()).orElse(0.0));
    lab.report("open tab, heap, slope of the second half", "kB each" + unit, slope(heap));
    lab.report("open tab, nodes at first", "", nodes.getFirst());
    lab.report("open tab, nodes at last", "", nodes.getLast());
  }

  /** By least squares; of the second half, for the first has what is read and compiled once. */
  private static double slope(List<Double> values) {
    List<Double> half = values.subList(values.size() / 2, values.size());
    double middle = (half.size() - 1) / 2.0;
    double mean = half.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    double over = 0;
    double under = 0;
    for (int i = 0; i < half.size(); i++) {
      over += (i - middle) * (half.get(i) - mean);
      under += (i - middle) * (i - middle);
    }
    return under == 0 ? 0 : over / under;
  }
}
