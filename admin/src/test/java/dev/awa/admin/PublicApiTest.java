package dev.awa.admin;

import dev.awa.support.PublicApi;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What users can call is what is written down in {@code public-api.txt}. */
final class PublicApiTest {
  @Test
  void thePublicApiIsTheOneWrittenDown() throws IOException {
    PublicApi.of(
            JobDocument.class,
            Set.of(
                "dev.awa.admin",
                "dev.awa.admin.doctor",
                "dev.awa.admin.http",
                "dev.awa.admin.page"))
        .requireAsWritten("admin");
  }
}
