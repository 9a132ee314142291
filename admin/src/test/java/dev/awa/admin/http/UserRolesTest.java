package dev.awa.admin.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who an application's own login lets in, and as what. */
final class UserRolesTest {
  private static final UserRoles ROLES = UserRoles.of("LOOK", "STEER", "ALL");

  /** A request of somebody whom a container has logged in; a null name: nobody. */
  private record Sent(@Nullable String name, Set<String> roles) implements Request {
    @Override
    public String method() {
      return "GET";
    }

    @Override
    public String path() {
      return "/queues";
    }

    @Override
    public @Nullable String query() {
      return null;
    }

    @Override
    public List<String> headers(String header) {
      return List.of();
    }

    @Override
    public String remoteAddress() {
      return "127.0.0.1";
    }

    @Override
    public String scheme() {
      return "http";
    }

    @Override
    public InputStream body() {
      return InputStream.nullInputStream();
    }

    @Override
    public java.security.@Nullable Principal user() {
      return name == null ? null : () -> name;
    }

    @Override
    public boolean hasRole(String role) {
      return roles.contains(role);
    }
  }

  @Test
  void theGreatestRoleCounts() {
    assertThat(ROLES.of(new Sent("jo", Set.of("LOOK")))).hasValue(Principal.of("jo", Role.VIEW));
    assertThat(ROLES.of(new Sent("jo", Set.of("LOOK", "ALL"))))
        .hasValue(Principal.of("jo", Role.ADMINISTER));
    assertThat(ROLES.inQueues(Set.of("mail")).of(new Sent("jo", Set.of("STEER"))))
        .hasValue(Principal.of("jo", Role.OPERATE).inQueues(Set.of("mail")));
  }

  @Test
  void nobodyAndAUserWithoutARoleAreRefusedDifferently() {
    assertThatThrownBy(() -> ROLES.of(new Sent(null, Set.of("ALL"))))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.status()).isEqualTo(401));
    assertThatThrownBy(() -> ROLES.of(new Sent("zoe", Set.of("SHOP"))))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.status()).isEqualTo(403))
        .hasMessage("zoe has none of the roles LOOK, STEER, ALL");
  }

  @Test
  void namesThatCanNotBeToldApartAreRefused() {
    assertThatThrownBy(() -> UserRoles.of("A", "A", "B")).hasMessageContaining("three names");
    assertThatThrownBy(() -> UserRoles.of("A", " ", "B")).hasMessageContaining("three names");
    assertThatThrownBy(() -> ROLES.inQueues(Set.of())).hasMessageContaining("1 or more");
  }
}
