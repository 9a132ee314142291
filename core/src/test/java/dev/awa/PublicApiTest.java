package dev.awa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.support.PublicApi;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What users can call is what is written down in {@code public-api.txt}. To write it anew: {@code
 * ./mvnw -pl core -am test -Dtest=PublicApiTest -Dawa.api.update=true}.
 */
final class PublicApiTest {
  private static final PublicApi API = PublicApi.of(Job.class, exported());

  @Test
  void thePublicApiIsTheOneWrittenDown() throws IOException {
    API.requireAsWritten("core");
  }

  /** With another option there would be another constructor, and users' code would not compile. */
  @Test
  void whatUsersRefineHasNoConstructor() throws IOException {
    List<Class<?>> refined =
        API.types().stream()
            .filter(type -> Arrays.stream(type.getMethods()).anyMatch(m -> isRefinement(type, m)))
            .toList();
    assertThat(refined).contains(Job.class, Unique.class, StorageSettings.class);
    assertThat(refined).allSatisfy(type -> assertThat(type.getConstructors()).isEmpty());
  }

  private static boolean isRefinement(Class<?> type, Method method) {
    return method.getReturnType() == type && method.getName().matches("with[A-Z].*");
  }

  private static Set<String> exported() {
    ModuleDescriptor module =
        ModuleFinder.of(Path.of("target/classes")).find("dev.awa").orElseThrow().descriptor();
    return module.exports().stream()
        .map(ModuleDescriptor.Exports::source)
        .collect(Collectors.toSet());
  }
}
