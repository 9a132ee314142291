package dev.awa.spring;

import dev.awa.support.PublicApi;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What users can call is what is written down in {@code public-api.txt}. */
final class PublicApiTest {
  @Test
  void thePublicApiIsTheOneWrittenDown() throws IOException {
    PublicApi.of(AwaProperties.class, Set.of("dev.awa.spring"))
        .without("dev.awa.spring.HealthOfBoot3", "dev.awa.spring.HealthOfBoot4")
        .requireAsWritten("spring");
  }
}
