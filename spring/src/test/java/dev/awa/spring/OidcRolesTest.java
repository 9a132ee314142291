package dev.awa.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.authority.mapping.GrantedAuthoritiesMapper;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.OidcUserAuthority;

/** The mapper of docs/spring.md makes a role of a claim; there is no provider here. */
final class OidcRolesTest {
  /** As docs/spring.md has it. */
  @Configuration(proxyBeanMethods = false)
  static class Roles {
    @Bean
    GrantedAuthoritiesMapper roles() {
      return authorities ->
          authorities.stream()
              .flatMap(one -> one instanceof OidcUserAuthority user ? groups(user) : Stream.of(one))
              .toList();
    }

    private static Stream<GrantedAuthority> groups(OidcUserAuthority user) {
      List<String> groups = user.getIdToken().getClaimAsStringList("groups");
      return groups != null && groups.contains("operations")
          ? Stream.of(user, new SimpleGrantedAuthority("ROLE_AWA_OPERATE"))
          : Stream.of(user);
    }
  }

  private static List<String> mapped(Map<String, Object> claims) {
    OidcIdToken token =
        new OidcIdToken("token", Instant.now(), Instant.now().plusSeconds(60), claims);
    Collection<? extends GrantedAuthority> mapped =
        new Roles().roles().mapAuthorities(List.of(new OidcUserAuthority(token)));
    return mapped.stream().map(String::valueOf).toList();
  }

  @Test
  void aGroupOfTheProviderBecomesARole() {
    assertThat(mapped(Map.of("sub", "olga", "groups", List.of("sales", "operations"))))
        .containsExactly("OIDC_USER", "ROLE_AWA_OPERATE");
    assertThat(mapped(Map.of("sub", "zoe", "groups", List.of("sales"))))
        .containsExactly("OIDC_USER");
    assertThat(mapped(Map.of("sub", "zoe"))).containsExactly("OIDC_USER");
  }
}
