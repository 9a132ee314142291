package dev.awa.test;

import dev.awa.support.PublicApi;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What users can call is what is written down in {@code public-api.txt}. */
final class PublicApiTest {
  @Test
  void thePublicApiIsTheOneWrittenDown() throws IOException {
    PublicApi.of(AwaKit.class, Set.of("dev.awa.test")).requireAsWritten("test-kit");
  }
}
