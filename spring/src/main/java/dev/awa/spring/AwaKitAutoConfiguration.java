package dev.awa.spring;

import dev.awa.JsonCodec;
import dev.awa.client.Awa;
import dev.awa.test.AwaKit;
import java.time.Duration;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * The test kit on the queue of the application, with its handlers, where {@code awa-test} is there
 * and the worker is off: it would take the jobs before the test does.
 */
@AutoConfiguration(after = AwaAutoConfiguration.class)
@ConditionalOnClass(AwaKit.class)
@ConditionalOnBean({Awa.class, DataSources.class})
@ConditionalOnProperty(prefix = "awa.worker", name = "enabled", havingValue = "false")
public final class AwaKitAutoConfiguration {
  AwaKitAutoConfiguration() {}

  /** When a test asks for it: the client has migrated the schema by then. */
  @Bean
  @Lazy
  @ConditionalOnMissingBean
  AwaKit awaKit(
      ConfigurableListableBeanFactory beans,
      AwaProperties properties,
      DataSources sources,
      HandlerBeans handlers,
      JsonCodec codec,
      Awa migrated) {
    WorkerParts.OfAll parts =
        new WorkerParts.OfAll(
            beans,
            properties,
            sources,
            handlers,
            codec,
            new Listeners(beans),
            Duration.ofMinutes(1));
    WorkerParts worker =
        new WorkerParts(
            AwaWorker.USUAL,
            properties.worker(),
            found -> ServedQueues.ofUsual(properties, found),
            parts);
    return AwaKit.on(sources.application(), properties.schema())
        .codec(codec)
        .worker(worker::furnish);
  }
}
