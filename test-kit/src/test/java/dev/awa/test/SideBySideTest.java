package dev.awa.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Tests that share a queue and run at the same time would empty it for each other. */
final class SideBySideTest {
  @AwaTest
  @Execution(ExecutionMode.CONCURRENT)
  static final class Sharing {
    @Test
    void oneOfThem(AwaKit kit) {
      kit.assertThatQueue("mail").isEmpty();
    }
  }

  @Test
  void theyAreRefusedWithWhatToDo() {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClass(Sharing.class))
            .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
            .build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    assertThat(listener.getSummary().getFailures())
        .singleElement()
        .satisfies(failure ->
            assertThat(failure.getException())
                .hasMessageContaining("the tests of Sharing run side by side")
                .hasMessageContaining("@Execution(ExecutionMode.SAME_THREAD)"));
  }
}
