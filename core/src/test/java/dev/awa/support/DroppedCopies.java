package dev.awa.support;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Drops the databases of a class of tests when its last test is over. They lie in memory where they
 * can, and all of a run would fill it: a thousand of them, up to twenty megabytes each.
 */
public final class DroppedCopies implements AfterAllCallback {
  @Override
  public void afterAll(ExtensionContext context) {
    if (!context.getRequiredTestClass().isAnnotationPresent(Nested.class)) {
      TestQueue.dropCopies();
    }
  }
}
