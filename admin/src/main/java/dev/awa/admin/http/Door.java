package dev.awa.admin.http;

import dev.awa.AuditEntry;
import dev.awa.AuditNote;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides who is let in: by the name of the host, the login, and how many logins have failed. */
final class Door {
  /** Passwords are slow to check: so many at once, however many addresses try. */
  private static final int CHECKS_AT_ONCE = 2;

  /** How long a login waits for its turn: some others are checked meanwhile. */
  private static final Duration WAIT = Duration.ofSeconds(2);

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Access access;
  private final AdminConfig config;
  private final AuditLog audit;
  private final List<Network> proxies;
  private final FailedLogins failedTokens = new FailedLogins(System::nanoTime);
  private final FailedLogins failedLogins = new FailedLogins(System::nanoTime);
  private final LetIn letIn = new LetIn();
  private final Turns checks = new Turns(CHECKS_AT_ONCE, "logins are being checked", WAIT);

  Door(Access access, AdminConfig config, AuditLog audit) {
    this.audit = audit;
    this.access = access;
    this.config = config;
    this.proxies = config.proxies().stream().map(Network::of).toList();
  }

  /** From where a request comes; refused when it is for a host that is none of this server's. */
  Outside outside(Request request) {
    Outside outside = Outside.of(request, proxies);
    outside.requireHost(config.hosts());
    return outside;
  }

  /** Who that is. Wrong tokens are counted, and keep nobody out who has a right one or a cookie. */
  Principal principal(Request request, Outside outside) {
    return isQuick() ? quick(request, outside) : asked(request, outside);
  }

  /** Tokens and cookies are looked up in memory: to find out that one is wrong costs nothing. */
  private boolean isQuick() {
    return access instanceof Sessions || access instanceof Tokens;
  }

  private Principal quick(Request request, Outside outside) {
    Optional<Principal> found =
        access instanceof Sessions sessions
            ? sessions.of(request, outside.scheme().equals("https"))
            : access.of(request);
    return found.orElseThrow(() -> unknown(outside, Tokens.sent(request).isPresent()));
  }

  /**
   * An application may ask others, and be slow. After too many logins that it does not know it is
   * asked for nobody from that address who sends another one, but for those whom it has let in.
   */
  private Principal asked(Request request, Outside outside) {
    String login = request.header("Authorization");
    if (login == null) {
      return access.of(request).orElseThrow(() -> unknown(outside, false));
    }
    String hash = Tokens.sha256(login);
    if (!letIn.contains(hash)) {
      failedTokens.require(outside.address());
    }
    Principal principal = access.of(request).orElseThrow(() -> unknown(outside, true));
    letIn.add(hash);
    return principal;
  }

  private Problem unknown(Outside outside, boolean isLogin) {
    if (isLogin) {
      failedTokens.require(outside.address());
      count(failedTokens, outside);
    }
    return notLoggedIn("the request has no login that this server knows");
  }

  /** Failed logins are counted, and noted once when there are too many. */
  private void count(FailedLogins logins, Outside outside) {
    if (logins.count(outside.address()) == FailedLogins.MOST) {
      audit.note(
          AuditNote.of("nobody", AuditLog.LOGIN, AuditEntry.REFUSED)
              .withFrom(outside.address())
              .withWhy(FailedLogins.MOST + " logins have failed within a minute"));
    }
  }

  private Problem notLoggedIn(String detail) {
    return Problem.of(
            Problem.Kind.NOT_LOGGED_IN,
            detail,
            "Log in: POST /api/login; or send a token: Authorization: Bearer TOKEN")
        .with("WWW-Authenticate", access.challenge());
  }

  /** Logs somebody in who has typed a name and a secret. */
  LoggedIn login(Outside outside, String name, String secret) {
    Sessions sessions = sessions();
    boolean isSecure = outside.scheme().equals("https");
    if (!isSecure && !LOOPBACK.contains(outside.hostName())) {
      throw Problem.of(
          Problem.Kind.FORBIDDEN,
          "a password must not go over plain HTTP: others can read it on the way",
          "Use https; if a proxy has it, let the server trust the proxy: --trusted-proxy");
    }
    Principal principal =
        sessions.checkToken(name, secret).orElseGet(() -> checked(sessions, outside, name, secret));
    audit.note(
        AuditNote.of(principal.name(), AuditLog.LOGIN, AuditEntry.DONE)
            .withFrom(outside.address()));
    return new LoggedIn(principal, Sessions.cookie(sessions.begin(principal), isSecure));
  }

  private Principal checked(Sessions sessions, Outside outside, String name, String secret) {
    failedLogins.require(outside.address());
    return checks
        .run(() -> sessions.checkPassword(name, secret))
        .orElseThrow(() -> {
          count(failedLogins, outside);
          return notLoggedIn("nobody has this name and password");
        });
  }

  /** Ends the session of a request; the cookie that takes its cookie away. */
  String logout(Outside outside, Request request) {
    sessions().end(request);
    return Sessions.cookie("", outside.scheme().equals("https"));
  }

  private Sessions sessions() {
    if (access instanceof Sessions sessions) {
      return sessions;
    }
    throw Problem.of(
        Problem.Kind.NOT_FOUND,
        "this server has no sessions: nobody logs in by a password here",
        "Send a token: Authorization: Bearer TOKEN; or start the server with --password-file");
  }
}
