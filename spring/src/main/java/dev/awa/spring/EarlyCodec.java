package dev.awa.spring;

import dev.awa.AwaException;
import dev.awa.JsonCodec;
import dev.awa.json.StandardCodec;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Finds the standard codec on a thread of its own, while Spring makes the beans that come first: a
 * cold JVM takes a tenth of a second and more to load a JSON library. With one processor there is
 * no such thread.
 */
final class EarlyCodec implements BeanFactoryPostProcessor {
  /** A look at it loads what a look at the arguments of a handler needs. */
  private record Sample(String text, long number) {}

  private @Nullable CompletableFuture<JsonCodec> coming;

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
    if (Runtime.getRuntime().availableProcessors() > 1) {
      coming =
          CompletableFuture.supplyAsync(
              EarlyCodec::find, task -> Thread.ofPlatform().daemon().name("awa-codec").start(task));
    }
  }

  private static JsonCodec find() {
    JsonCodec codec = StandardCodec.find();
    codec.shape(Sample.class);
    return codec;
  }

  /** The codec, or what {@link StandardCodec#find} throws. */
  JsonCodec codec() {
    if (coming == null) {
      return StandardCodec.find();
    }
    try {
      return coming.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof AwaException refused) {
        throw refused;
      }
      throw e;
    }
  }
}
