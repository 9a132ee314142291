package dev.awa.admin.http;

import java.util.List;
import java.util.Map;

/** Routes by which people log in and out; programs send a token instead. */
final class SessionRoutes {
  private static final Parameter<String> NAME =
      Parameter.body("name", Type.text(200), "Who; left out by somebody who has a token.");

  private static final Parameter<String> PASSWORD =
      Parameter.body(
              "password", Type.text(PasswordHash.MOST_CHARACTERS), "The password, or the token.")
          .must();

  /**
   * Who has logged in.
   *
   * @param name who
   * @param role what they may do
   */
  record Who(String name, String role) {
    static Who of(Principal principal) {
      return new Who(principal.name(), principal.role().word());
    }
  }

  private SessionRoutes() {}

  static List<Route> all(Door door) {
    return List.of(
        Route.post("login", "/login", "Log in: sets a cookie")
            .needing(Role.VIEW)
            .with(NAME, PASSWORD)
            .answering(Schemas.of(Who.class))
            .reaching(Route.Wide.NOBODY)
            .by(call -> {
              String name = call.find(NAME);
              LoggedIn in =
                  door.login(call.outside(), name == null ? "" : name, call.get(PASSWORD));
              return Answer.json(Who.of(in.principal())).with(Map.of("Set-Cookie", in.cookie()));
            }),
        Route.post("logout", "/logout", "Log out: ends the session, takes the cookie away")
            .needing(Role.VIEW)
            .answering(Map.of("type", "object"))
            .reaching(Route.Wide.NOBODY)
            .by(call ->
                Answer.json(Map.of())
                    .with(Map.of("Set-Cookie", door.logout(call.outside(), call.request())))));
  }
}
