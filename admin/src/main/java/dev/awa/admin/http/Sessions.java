package dev.awa.admin.http;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers who has logged in, in memory: a browser gets a cookie with 256 random bits, of which
 * only the SHA-256 is kept. A session ends an hour after its last request, 12 hours after it began,
 * at logout, and when the server ends. Of one name the 10 newest sessions count.
 */
public final class Sessions implements Access {
  /** The name of the cookie over HTTPS; a browser then takes it from this host alone. */
  static final String SECURE_COOKIE = "__Host-awa";

  /** The name of the cookie on one's own machine, without TLS. */
  static final String PLAIN_COOKIE = "awa-session";

  static final int OF_ONE_NAME = 10;
  static final Duration IDLE = Duration.ofHours(1);
  static final Duration LONGEST = Duration.ofHours(12);

  private static final int BYTES = 32;

  private final @Nullable Login people;
  private final @Nullable Tokens tokens;
  private final LongSupplier nanoTime;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Session> sessions = new HashMap<>();

  private record Session(Principal principal, long begun, long used) {}

  Sessions(@Nullable Login people, @Nullable Tokens tokens, LongSupplier nanoTime) {
    this.people = people;
    this.tokens = tokens;
    this.nanoTime = nanoTime;
  }

  /** Sessions of those who log in by name and secret. */
  public static Sessions of(Login login) {
    return new Sessions(login, null, System::nanoTime);
  }

  /** Besides, programs send a token with each request. A token logs a person in, too. */
  public Sessions or(Tokens ofPrograms) {
    return new Sessions(people, ofPrograms, nanoTime);
  }

  /** Sessions of those who log in with a token; the name says nothing. */
  public static Sessions of(Tokens tokens) {
    return new Sessions(null, tokens, System::nanoTime);
  }

  @Override
  public Optional<Principal> of(Request request) {
    return of(request, false);
  }

  /**
   * Who sends the request.
   *
   * @param isSecure whether it came over HTTPS. Then the other cookie does not count at all: a page
   *     of a host beside this one could have set it, and people would act as somebody else
   */
  Optional<Principal> of(Request request, boolean isSecure) {
    if (tokens != null && Tokens.sent(request).isPresent()) {
      return tokens.of(request);
    }
    Optional<String> id = isSecure ? cookie(request, SECURE_COOKIE) : cookie(request);
    return id.flatMap(this::used);
  }

  private synchronized Optional<Principal> used(String id) {
    drop();
    Session session =
        sessions.computeIfPresent(
            Tokens.sha256(id),
            (hash, was) -> new Session(was.principal(), was.begun(), nanoTime.getAsLong()));
    return Optional.ofNullable(session).map(Session::principal);
  }

  /** Forgets what is over. */
  private void drop() {
    long now = nanoTime.getAsLong();
    sessions
        .values()
        .removeIf(
            one -> now - one.used() >= IDLE.toNanos() || now - one.begun() >= LONGEST.toNanos());
  }

  /** Who has this token, if anybody; begins nothing. It is quick. */
  Optional<Principal> checkToken(String name, String secret) {
    return tokens != null && (people == null || name.isEmpty())
        ? tokens.login(name, secret)
        : Optional.empty();
  }

  /** Who has this password, if anybody; begins nothing. It is slow, and no token is looked for. */
  Optional<Principal> checkPassword(String name, String secret) {
    return people == null || (tokens != null && name.isEmpty())
        ? Optional.empty()
        : people.login(name, secret);
  }

  /** Begins a session; its id, which only the cookie may have. */
  synchronized String begin(Principal principal) {
    drop();
    List<String> ofName =
        sessions.entrySet().stream()
            .filter(one -> one.getValue().principal().name().equals(principal.name()))
            .sorted((one, other) -> Long.signum(one.getValue().used() - other.getValue().used()))
            .map(Map.Entry::getKey)
            .toList();
    ofName.stream().limit(Math.max(0, ofName.size() - OF_ONE_NAME + 1)).forEach(sessions::remove);
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    long now = nanoTime.getAsLong();
    sessions.put(Tokens.sha256(id), new Session(principal, now, now));
    return id;
  }

  /** Ends the session of a request, if there is one. */
  synchronized void end(Request request) {
    cookie(request).map(Tokens::sha256).ifPresent(sessions::remove);
  }

  /** The value of {@code Set-Cookie}; an empty id takes the cookie away. */
  static String cookie(String id, boolean isSecure) {
    return (isSecure ? SECURE_COOKIE : PLAIN_COOKIE)
        + "="
        + id
        + "; Path=/; HttpOnly; SameSite=Lax"
        + (isSecure ? "; Secure" : "")
        + "; Max-Age="
        + (id.isEmpty() ? 0 : LONGEST.toSeconds());
  }

  /** The one of HTTPS counts before the other, which a page over HTTP could have set. */
  private static Optional<String> cookie(Request request) {
    return cookie(request, SECURE_COOKIE).or(() -> cookie(request, PLAIN_COOKIE));
  }

  private static Optional<String> cookie(Request request, String name) {
    return request.headers("Cookie").stream()
        .flatMap(header -> List.of(header.split(";", -1)).stream())
        .map(String::strip)
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> pair.substring(name.length() + 1))
        .findFirst();
  }
}
