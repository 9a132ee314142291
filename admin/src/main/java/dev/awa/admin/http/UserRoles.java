package dev.awa.admin.http;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The application's own login: the container or a filter says who the user is and which roles the
 * user has. Somebody who has several of the roles has the greatest. Nobody logged in is answered
 * with 401, a user without any of the roles with 403.
 */
public final class UserRoles implements Access {
  private final Map<Role, String> names;
  private final Set<String> queues;

  private UserRoles(Map<Role, String> names, Set<String> queues) {
    this.names = new EnumMap<>(names);
    this.queues = Set.copyOf(queues);
  }

  /**
   * Users with these roles.
   *
   * @param view the role of the application that may look
   * @param operate the one that may steer, too
   * @param administer the one that may do everything
   * @throws IllegalArgumentException when a name is blank, or two are the same
   */
  public static UserRoles of(String view, String operate, String administer) {
    List<String> all = List.of(view, operate, administer);
    if (all.stream().anyMatch(String::isBlank) || Set.copyOf(all).size() < all.size()) {
      throw new IllegalArgumentException(
          "roles: must be three names, each another one, got " + all);
    }
    return new UserRoles(
        Map.of(Role.VIEW, view, Role.OPERATE, operate, Role.ADMINISTER, administer), Set.of());
  }

  /**
   * The same, but all of them are let into these queues only.
   *
   * @throws IllegalArgumentException when none is named
   */
  public UserRoles inQueues(Set<String> some) {
    if (some.isEmpty()) {
      throw new IllegalArgumentException(
          "queues: must be 1 or more; without inQueues users reach every queue");
    }
    return new UserRoles(names, some);
  }

  @Override
  public Optional<Principal> of(Request request) {
    java.security.Principal user = request.user();
    if (user == null) {
      throw Problem.of(
              Problem.Kind.NOT_LOGGED_IN,
              "nobody is logged in to the application that this belongs to",
              "Log in to the application, then ask again")
          .with("WWW-Authenticate", challenge());
    }
    Role role =
        Stream.of(Role.ADMINISTER, Role.OPERATE, Role.VIEW)
            .filter(one -> request.hasRole(names.getOrDefault(one, "")))
            .findFirst()
            .orElseThrow(() -> withoutRole(user.getName()));
    Principal principal = Principal.of(user.getName(), role);
    return Optional.of(queues.isEmpty() ? principal : principal.inQueues(queues));
  }

  private Problem withoutRole(String user) {
    return Problem.of(
        Problem.Kind.FORBIDDEN,
        Type.quoted(user) + " has none of the roles " + String.join(", ", names.values()),
        "Ask whoever gives out the roles of the application");
  }

  /** Says that the application has a login of its own; a browser shows no box for it. */
  @Override
  public String challenge() {
    return "Application realm=\"awa\"";
  }
}
