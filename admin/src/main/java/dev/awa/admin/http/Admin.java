package dev.awa.admin.http;

import dev.awa.AuditEntry;
import dev.awa.AuditNote;
import dev.awa.AwaException;
import dev.awa.Health;
import dev.awa.admin.bounded.Bounded;
import dev.awa.admin.doctor.Whereabouts;
import dev.awa.client.Awa;
import dev.awa.worker.Ticked;
import dev.awa.worker.Worker;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admin API of one queue: answers requests, whichever server has received them. {@link
 * AdminServlet} puts it into a servlet container. Safe for use by several threads.
 */
public final class Admin {
  private static final Logger LOG = LoggerFactory.getLogger(Admin.class);

  /** Bytes of a path with its query. */
  private static final int PATH_BYTES = 8192;

  /** How long a costly request waits for its turn. */
  private static final Duration WAIT = Duration.ofSeconds(1);

  private static final Map<String, String> SECURE =
      Map.of(
          "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Referrer-Policy", "no-referrer",
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY");

  private final DataSource dataSource;
  private final Function<DataSource, Awa> client;
  private final Access access;
  private final AdminConfig config;
  private final Consumer<TriedChange> listener;
  private final AuditLog audit;
  private final Door door;
  private final Turns turns;
  private final Routes routes;
  private final Masks masks;

  private Admin(
      DataSource dataSource,
      Function<DataSource, Awa> client,
      Access access,
      AdminConfig config,
      Consumer<TriedChange> listener) {
    this.dataSource = dataSource;
    this.client = client;
    this.access = access;
    this.config = config;
    this.listener = listener;
    this.audit = new AuditLog(this::keep, System::nanoTime);
    this.door = new Door(access, config, audit);
    this.turns = new Turns(config.costlyAtOnce(), "costly requests are at work", WAIT);
    OneDoctor doctor = OneDoctor.of(dataSource, client, config.longestLook(), turns);
    this.routes =
        Routes.all(
            this::capabilities,
            this::openApi,
            doctor::diagnosis,
            this::whereabouts,
            this::ticked,
            door);
    this.masks = new Masks(config.masks());
  }

  /**
   * An admin API.
   *
   * @param dataSource the pool; each request takes one connection at a time, and gives it back as
   *     it was
   * @param client makes the client of a data source, {@code Awa::of} for instance: here it gets the
   *     schema, the codec and the keys. It is called for each request
   * @param access who may do what
   * @param config all else
   */
  public static Admin of(
      DataSource dataSource, Function<DataSource, Awa> client, Access access, AdminConfig config) {
    return new Admin(dataSource, client, access, config, change -> {});
  }

  /**
   * Returns the same API, but it tells of every change that somebody who is logged in asks for,
   * made or refused. The listener runs on the request's thread, after the change and before the
   * answer; it must be quick, and what it throws is logged.
   */
  public Admin telling(Consumer<TriedChange> newListener) {
    return new Admin(dataSource, client, access, config, newListener);
  }

  private Capabilities capabilities(Principal principal) {
    return new Capabilities(
        !access.isOpen(),
        config.readOnly(),
        principal.name(),
        principal.role().word(),
        principal.queues().stream().sorted().toList(),
        routes.list().stream()
            .filter(route -> principal.role().includes(route.role()))
            .filter(route -> !(config.readOnly() && route.changes()))
            .filter(route -> !principal.isRestricted() || route.reach() != Route.Wide.EVERYWHERE)
            .map(Route::name)
            .toList());
  }

  private Whereabouts whereabouts() {
    DataSource source = Bounded.reading(dataSource, config.longestLook());
    try {
      return Whereabouts.of(source, client.apply(source));
    } catch (SQLException e) {
      throw new AwaException("ask which database this is: " + e.getMessage(), e);
    }
  }

  /** A tick has a time of its own, and not that of a change. */
  private Ticked ticked(Duration within) {
    return Worker.of(dataSource).schema(client.apply(dataSource).schema()).tick(within);
  }

  private Map<String, Object> openApi() {
    return OpenApi.document(routes);
  }

  /**
   * Answers a request with the document itself: what a page shows that runs in the same process.
   * Everything that holds for the request over HTTP holds for this one.
   */
  public Reply reply(Request request) {
    Answer answer;
    try {
      answer = understood(request);
    } catch (Throwable e) { // as over HTTP
      answer = Answer.problem(told(Refusals.of(e), request));
    }
    return new Reply(answer.status(), answer.headers(), answer.document());
  }

  /** Whether people log in here by a form: where {@link Sessions} say who may do what. */
  public boolean hasSessions() {
    return access instanceof Sessions;
  }

  /** Answers a request; a request that can't be answered is answered with a problem. */
  Answer answer(Request request) {
    Answer answer;
    try {
      answer = judged(understood(request)).written();
    } catch (Throwable e) { // also an error: whoever asks learns that the server has failed
      answer = Answer.problem(told(Refusals.of(e), request));
    }
    return access.isOpen()
        ? answer.with(SECURE).with(Map.of("Awa-Login", "none"))
        : answer.with(SECURE);
  }

  /** A probe goes by the status: where nothing works, it is that of a server that can't serve. */
  private static Answer judged(Answer answer) {
    return answer.document() instanceof Health health && health.status() == Health.Status.DOWN
        ? new Answer(Problem.Kind.UNAVAILABLE.status(), answer.headers(), answer.document())
        : answer;
  }

  private static Problem told(Problem problem, Request request) {
    if (problem.kind() == Problem.Kind.FAILED) {
      LOG.error("{} {} failed", request.method(), Type.quoted(request.path()), problem);
    }
    return problem;
  }

  private Answer understood(Request request) throws IOException {
    requireShort(request);
    Outside outside = door.outside(request);
    if (request.method().equals("POST") && routes.isOpen(request.path())) {
      Caller nobody = new Caller(Principal.of("nobody", Role.VIEW), outside, request);
      Routes.Found found = routes.find("POST", request.path());
      return allowed(found, new Effect(found, nobody));
    }
    Caller caller = new Caller(door.principal(request, outside), outside, request);
    Routes.Found found = routes.find(request.method(), request.path());
    if (request.method().equals("OPTIONS")) {
      return Answer.empty(204).with(Map.of("Allow", routes.allow(request.path())));
    }
    Effect effect = new Effect(found, caller);
    return found.route().changes() ? change(found, effect) : allowed(found, effect);
  }

  private Answer change(Routes.Found found, Effect effect) throws IOException {
    try {
      Answer answer = allowed(found, effect);
      tell(effect, effect.note(AuditEntry.DONE, null), answer.status());
      return answer;
    } catch (Throwable e) {
      Problem problem = Refusals.ofChange(e);
      tell(effect, effect.note(problem.outcome(), problem.getMessage()), problem.status());
      throw problem;
    }
  }

  private Answer allowed(Routes.Found found, Effect effect) throws IOException {
    Request request = effect.caller().request();
    requireAcceptable(request);
    requireAllowed(found.route(), effect.caller().principal());
    if (!found.route().method().equals("GET")) {
      effect.caller().outside().requireSameSite(request);
    }
    return ran(found, effect);
  }

  private void tell(Effect effect, AuditNote note, int status) {
    audit.note(note);
    TriedChange change = new TriedChange(note, effect.caller().request().path(), status);
    try {
      listener.accept(change);
    } catch (RuntimeException e) {
      LOG.error("a listener has thrown at {}", change, e);
    }
  }

  /** A server that changes nothing writes nothing: it may be on a standby, or as a reader. */
  private void keep(AuditNote note) {
    if (!config.readOnly()) {
      client.apply(Bounded.of(dataSource, config.longestChange())).audit().note(note);
    }
  }

  private static void requireShort(Request request) {
    String query = request.query();
    int bytes = request.path().length() + (query == null ? 0 : query.length());
    if (bytes > PATH_BYTES) {
      throw Problem.of(
          Problem.Kind.PATH_TOO_LONG,
          "path and query have " + bytes + " bytes, more than " + PATH_BYTES,
          "Ask for less at once");
    }
  }

  private void requireAllowed(Route route, Principal principal) {
    if (config.readOnly() && route.changes()) {
      throw Problem.of(
          Problem.Kind.READ_ONLY,
          route.name() + " changes something, and this server is read-only",
          "Use a server that is not, or the command awa");
    }
    if (!principal.role().includes(route.role())) {
      throw Problem.of(
          Problem.Kind.FORBIDDEN,
          route.name()
              + " needs the role "
              + route.role().word()
              + ", and you have "
              + principal.role().word(),
          "Ask somebody who has the role");
    }
    if (principal.isRestricted() && route.reach() == Route.Wide.EVERYWHERE) {
      throw Problem.of(
          Problem.Kind.FORBIDDEN,
          route.name() + " is about every queue, and you are let into some",
          "Ask somebody who is let into all of them");
    }
  }

  private static void requireAcceptable(Request request) {
    String accept = String.join(",", request.headers("Accept"));
    boolean isGood = accept.isBlank();
    for (String range : accept.split(",", -1)) {
      String[] parts = range.replace(" ", "").toLowerCase(java.util.Locale.ROOT).split(";", -1);
      boolean isJson = List.of("*/*", "application/*", Answer.JSON).contains(parts[0]);
      isGood |= isJson && !List.of(parts).contains("q=0");
    }
    if (!isGood) {
      throw Problem.of(
          Problem.Kind.NOT_ACCEPTABLE,
          "the request accepts " + Type.quoted(accept) + " only",
          "Accept " + Answer.JSON);
    }
  }

  private Answer ran(Routes.Found found, Effect effect) throws IOException {
    Route route = found.route();
    DataSource source =
        route.changes()
            ? Bounded.of(dataSource, config.longestChange())
            : Bounded.reading(dataSource, config.longestLook());
    Map<Parameter<?>, Object> values = Values.of(route, found.path(), effect.caller().request());
    effect.asks(values);
    Call call = new Call(client.apply(source), effect.caller(), values, masks, config.revealer());
    requireReach(route, call);
    return route.heavy() ? turns.run(() -> answered(call, effect)) : answered(call, effect);
  }

  private static Answer answered(Call call, Effect effect) {
    Object document = effect.route().action().on(call);
    effect.answers(document);
    return document instanceof Answer answer ? answer : Answer.json(document);
  }

  /** The refusal names no queue: of a job, only its id may have been known to who asks. */
  private static void requireReach(Route route, Call call) {
    if (!call.principal().isRestricted()) {
      return;
    }
    for (String queue : route.reach().queues(call)) {
      if (!call.principal().mayReach(queue)) {
        throw Problem.of(
            Problem.Kind.FORBIDDEN,
            "this is about a queue that you are not let into",
            "GET /api/capabilities lists your queues; ask somebody who is let into the other");
      }
    }
  }
}
