package dev.awa.cli.command;

import com.zaxxer.hikari.HikariDataSource;
import dev.awa.AuditNote;
import dev.awa.AwaException;
import dev.awa.admin.http.Access;
import dev.awa.admin.http.Admin;
import dev.awa.admin.http.AdminConfig;
import dev.awa.admin.http.TriedChange;
import dev.awa.admin.page.Instance;
import dev.awa.cli.database.Context;
import dev.awa.cli.database.Contexts;
import dev.awa.cli.database.NotReachable;
import dev.awa.cli.database.Target;
import dev.awa.cli.serve.AdminServer;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Signals;
import dev.awa.cli.terminal.UsageFailure;
import dev.awa.client.Awa;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves the dashboard and the admin API over HTTP. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    subcommands = ServeHashCommand.class,
    description = {
      "Serve the dashboard and the admin API over HTTP until Ctrl-C: what awa shows and does, as"
          + " pages for people and as JSON for programs.",
      "The dashboard is at /. GET /api/openapi.json describes it. Each change that somebody asks"
          + " for is a line on standard error: when, who, from where, what, and the status that was"
          + " answered.",
      "It is plain HTTP: put a proxy with TLS before it where" + " others can listen."
    })
public final class ServeCommand implements Callable<Integer> {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final int CONNECTIONS = 8;

  @Mixin Target target = new Target();
  @Mixin LoginOptions login = new LoginOptions();

  @Spec CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      paramLabel = "HOST",
      description =
          "The address to listen on; default ${DEFAULT-VALUE}, which only this machine reaches.")
  String host = "127.0.0.1";

  @Option(
      names = "--port",
      defaultValue = "8080",
      paramLabel = "PORT",
      description = "The port, 0 for any free one; default ${DEFAULT-VALUE}.")
  int port;

  @Option(names = "--read-only", description = "Refuse everything that changes something.")
  boolean readOnly;

  @Option(
      names = "--allowed-host",
      paramLabel = "NAME",
      description =
          "A name, without port, by which clients call this server; may be repeated. Default:"
              + " localhost, 127.0.0.1, [::1] and --host.")
  List<String> allowedHosts = List.of();

  @Option(
      names = "--trusted-proxy",
      paramLabel = "NETWORK",
      description =
          "A proxy, or a network of proxies (10.0.0.0/8), whose X-Forwarded-... headers count; may"
              + " be repeated. Default: none.")
  List<String> proxies = List.of();

  @Option(
      names = "--instance-name",
      defaultValue = "",
      paramLabel = "NAME",
      description =
          "What the dashboard calls this database, production for instance; default: nothing.")
  String name = "";

  @Option(
      names = "--instance-color",
      defaultValue = "INDIGO",
      paramLabel = "COLOR",
      description =
          "The color of the name and of the line above each page: ${COMPLETION-CANDIDATES}; default"
              + " ${DEFAULT-VALUE}.")
  Instance.Hue hue = Instance.Hue.INDIGO;

  @Option(
      names = "--also",
      paramLabel = "CONTEXT",
      description =
          "Serve the queue of this context too, at /at/CONTEXT/; may be repeated. Each page then"
              + " has a menu of all of them. One that is production only with --read-only. One"
              + " whose database can't be reached is served as soon as it can.")
  List<String> also = List.of();

  @Option(
      names = "--mask",
      paramLabel = "PATH",
      description =
          "Hide a value of every job, args.customer.email or metadata.tenant for instance, from all"
              + " but administrators who ask with ?reveal=true; may be repeated.")
  List<String> masks = List.of();

  @Option(
      names = "--longest-look",
      defaultValue = "10s",
      paramLabel = "TIME",
      description =
          "How long a statement may take that only looks, 1s to 1h; default ${DEFAULT-VALUE}. One"
              + " that changes something may take a minute.")
  Duration longestLook = Duration.ofSeconds(10);

  private final Supplier<Contexts> contexts;
  private final CountDownLatch interrupted = new CountDownLatch(1);

  /** The command, with the contexts of this process's environment. */
  public ServeCommand() {
    this(Contexts::ofTheSystem);
  }

  /** The command with other contexts. */
  public ServeCommand(Supplier<Contexts> contexts) {
    this.contexts = contexts;
  }

  @Override
  public Integer call() throws InterruptedException {
    boolean isLoopback = LOOPBACK.contains(host.toLowerCase(Locale.ROOT)) || host.equals("::1");
    Access access = login.access(isLoopback);
    AdminConfig config = config();
    Signals.onInterrupt(interrupted::countDown);
    List<Served> all = new ArrayList<>(List.of(new Served("", target, instance())));
    others().forEach(context -> all.add(Served.of(context)));
    List<HikariDataSource> pools = new ArrayList<>();
    try {
      List<AdminServer.Mounted> dashboards = new ArrayList<>();
      for (Served one : all) {
        HikariDataSource pool = one.queue().pool(CONNECTIONS);
        pools.add(pool);
        check(one, pool);
        dashboards.add(one.mounted(all, admin(one, pool, access, config)));
      }
      serve(dashboards, access);
    } finally {
      pools.forEach(HikariDataSource::close);
    }
    return ExitCode.OK;
  }

  /** One of --also that can't be served now keeps no other from being served: its pages say so. */
  private void check(Served one, HikariDataSource pool) {
    try {
      one.queue().requireReachable();
      Awa.of(pool, one.queue().schema).check();
    } catch (NotReachable | AwaException e) {
      if (one.path().isEmpty()) {
        throw e;
      }
      PrintWriter err = spec.commandLine().getErr();
      err.println(
          "note: "
              + one.instance().name()
              + " can't be served yet: "
              + Printer.plain(e.getMessage()));
      err.flush();
    }
  }

  private void serve(List<AdminServer.Mounted> dashboards, Access access)
      throws InterruptedException {
    try (AdminServer server = AdminServer.on(host, port, dashboards)) {
      tell(server.port(), access);
      dashboards.stream()
          .filter(one -> !one.path().isEmpty())
          .forEach(one -> tellOf(one, server.port()));
      interrupted.await();
    }
  }

  private Admin admin(Served one, HikariDataSource pool, Access access, AdminConfig config) {
    String where = one.path().isEmpty() ? "" : " in " + one.instance().name();
    return Admin.of(pool, source -> Awa.of(source, one.queue().schema), access, config)
        .telling(change -> tell(change, where));
  }

  /** The contexts of {@code --also}. */
  private List<Context> others() {
    List<Context> others = new ArrayList<>();
    for (String other : also) {
      Context context = contexts.get().named(other);
      if (!Served.NAME.matcher(other).matches()) {
        throw new UsageFailure(
            "--also: the name of a context must be 1 to 40 letters, digits, _ and - to stand in an"
                + " address, got "
                + Printer.plain(other));
      }
      if (context.production() && !readOnly) {
        throw new UsageFailure(
            "--also: "
                + other
                + " is production: add --read-only, or serve it by itself with --context and"
                + " --confirm");
      }
      others.add(context);
    }
    if (Set.copyOf(also).size() < also.size()) {
      throw new UsageFailure("--also: each context once");
    }
    return others;
  }

  private void tellOf(AdminServer.Mounted one, int listening) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(
        one.instance().name() + " http://" + written(host) + ":" + listening + "/" + one.path());
    err.flush();
  }

  /**
   * A queue that is served.
   *
   * @param path where: empty for the root
   */
  private record Served(String path, Target queue, Instance instance) {
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,40}");

    static Served of(Context context) {
      Instance.Hue hue = context.production() ? Instance.Hue.PLUM : Instance.Hue.INDIGO;
      return new Served(
          "at/" + context.name() + "/", Target.of(context), new Instance(context.name(), hue));
    }

    /** With a way to each of the others. */
    AdminServer.Mounted mounted(List<Served> all, Admin admin) {
      List<Instance.Other> others =
          all.stream().filter(other -> !other.path().equals(path)).map(this::other).toList();
      return new AdminServer.Mounted(path, admin, instance.withOthers(others));
    }

    private Instance.Other other(Served to) {
      String root = path.isEmpty() ? "./" : "../../";
      String called = to.instance().name();
      return new Instance.Other(
          called.isEmpty() ? "the first" : called, to.instance().hue(), root + to.path());
    }
  }

  /** The same as the audit has, for who reads the log of the server. */
  private void tell(TriedChange change, String where) {
    PrintWriter err = spec.commandLine().getErr();
    AuditNote note = change.note();
    err.printf(
        Locale.ROOT,
        "%s %s from %s: %s %s%s%s%s, answered %d%n",
        Printer.time(Instant.now()),
        Printer.plain(note.by()),
        note.from(),
        note.action(),
        Printer.plain(note.target() == null ? change.path() : note.target()),
        note.details().isEmpty() ? "" : " " + Printer.plain(new TreeMap<>(note.details())),
        note.jobs() == null ? "" : ", " + note.jobs() + " jobs",
        where,
        change.status());
    err.flush();
  }

  private Instance instance() {
    try {
      Context context = target.context();
      String shown = !name.isEmpty() || also.isEmpty() || context == null ? name : context.name();
      return new Instance(shown, hue);
    } catch (IllegalArgumentException e) {
      throw new UsageFailure("--instance-name: " + e.getMessage());
    }
  }

  private AdminConfig config() {
    Set<String> hosts = new HashSet<>(LOOPBACK);
    hosts.add(written(host).toLowerCase(Locale.ROOT));
    allowedHosts.forEach(name -> hosts.add(name.toLowerCase(Locale.ROOT)));
    try {
      return AdminConfig.defaults()
          .withReadOnly(readOnly)
          .withHosts(hosts)
          .withProxies(proxies)
          .withMasks(masks)
          .withLongest(longestLook, AdminConfig.defaults().longestChange());
    } catch (IllegalArgumentException e) {
      throw new UsageFailure("--trusted-proxy, --mask, --longest-look: " + e.getMessage());
    }
  }

  /** An IPv6 address has brackets in a URL. */
  private static String written(String host) {
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  private void tell(int listening, Access access) {
    PrintWriter err = spec.commandLine().getErr();
    if (access.isOpen()) {
      err.println("note: no login: everybody on this machine who can reach the port may do all");
    }
    err.println("dashboard http://" + written(host) + ":" + listening + "/");
    err.println(
        "serving http://" + written(host) + ":" + listening + "/api/openapi.json; Ctrl-C ends");
    err.flush();
  }

  /** Ends the command as Ctrl-C does. */
  public void interrupt() {
    interrupted.countDown();
  }
}
