package dev.awa.cli.demo;

import dev.awa.Action;
import dev.awa.Descriptor;
import dev.awa.Job;
import dev.awa.JobContext;
import dev.awa.JobFilter;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.admin.http.Admin;
import dev.awa.admin.http.AdminConfig;
import dev.awa.admin.http.NoLogin;
import dev.awa.admin.http.Principal;
import dev.awa.admin.http.Role;
import dev.awa.admin.page.Instance;
import dev.awa.cli.serve.AdminServer;
import dev.awa.client.Awa;
import dev.awa.schedule.Schedule;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * The dashboard of the demo, and what there is to look at beside the load: a slow worker, a paused
 * queue, schedules, an operation, and what is said of queues and kinds.
 */
final class DemoDashboard implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final String SLOW = "reports";
  private static final String PAUSED = "partner_sync";
  private static final int PARTS = 20;

  /** Two run at a time, for twenty seconds each: the slow worker always has one, and keeps up. */
  private static final Duration REPORTS = Duration.ofSeconds(15);

  private final AdminServer server;
  private final Worker slow;

  private DemoDashboard(AdminServer server, Worker slow) {
    this.server = server;
    this.slow = slow;
  }

  static DemoDashboard start(DataSource dataSource, Awa awa) {
    Worker slow =
        Worker.of(dataSource)
            .config(
                WorkerConfig.defaults()
                    .withName("slow worker")
                    .withGrace(Duration.ofSeconds(1))
                    .withStackAfter(Duration.ofSeconds(10)))
            .queue(SLOW, 2)
            .describeQueue(
                SLOW,
                Descriptor.empty()
                    .withDisplayName("Reports")
                    .withText("Slow and rare: each takes twenty seconds.")
                    .withOwner("accounting")
                    .withTags("nightly")
                    .withLink("runbook", "https://example.org/runbooks/reports"))
            .describeQueue(
                DemoLoad.QUEUE,
                Descriptor.empty()
                    .withDisplayName("Mail")
                    .withText("What customers read.")
                    .withOwner("shop")
                    .withTags("customers"))
            .describeKind(
                "build_report",
                Descriptor.empty()
                    .withDisplayName("Monthly report")
                    .withText("Adds up a month, part by part.")
                    .withOwner("accounting")
                    .withLink("runbook", "https://example.org/runbooks/reports"))
            .describeKind(
                DemoLoad.SendEmail.class,
                Descriptor.empty()
                    .withDisplayName("Mail to a customer")
                    .withText("Some bounce, some are unwanted, the server is busy now and then.")
                    .withOwner("shop")
                    .withTags("customers"))
            .handler("build_report", RawJson.class, DemoDashboard::build, Backoff.exponential())
            .start();
    furnish(awa);
    Admin admin =
        Admin.of(
            dataSource,
            Awa::of,
            new NoLogin(Principal.of("demo", Role.ADMINISTER)),
            AdminConfig.defaults().withHosts(Set.of(HOST, "localhost")));
    Instance instance = new Instance("demo", Instance.Hue.MOSS);
    return new DemoDashboard(AdminServer.on(HOST, 0, admin, instance), slow);
  }

  /** Takes twenty seconds, and says how far it is. */
  private static Outcome build(RawJson args, JobContext context) throws InterruptedException {
    for (int part = 1; part <= PARTS; part++) {
      TimeUnit.SECONDS.sleep(1);
      context.progress(100.0 * part / PARTS, part + " of " + PARTS + " parts");
    }
    return Outcome.complete();
  }

  private static void furnish(Awa awa) {
    for (int month = 1; month <= 12; month++) {
      awa.enqueue(Job.of("build_report", Map.of("month", month)).withQueue(SLOW));
      awa.enqueue(Job.of("sync_partner", Map.of("partner", month)).withQueue(PAUSED));
    }
    awa.queues().pause(PAUSED, "demo", "the partner's maintenance", null);
    awa.operations()
        .submit(
            JobFilter.parse("queue:" + PAUSED, 1),
            Action.edit(change -> change.priority(1)),
            "demo",
            "the partner comes first when it is back");
    Job<?> report = Job.of("build_report", Map.of("month", "last")).withQueue(SLOW);
    Job<?> sync = Job.of("sync_partner", Map.of("partner", 0)).withQueue(PAUSED);
    awa.schedules()
        .declare(
            "demo",
            "1",
            Schedule.cron("monthly-report", "0 6 1 * *", report),
            Schedule.every("report", REPORTS, report),
            Schedule.every("poll-partner", Duration.ofMinutes(1), sync));
  }

  String url() {
    return "http://" + HOST + ":" + server.port() + "/";
  }

  @Override
  public void close() {
    server.close();
    slow.close();
  }
}
