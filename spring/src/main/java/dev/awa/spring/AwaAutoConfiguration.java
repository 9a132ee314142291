package dev.awa.spring;

import dev.awa.Encryption;
import dev.awa.JsonCodec;
import dev.awa.Preparer;
import dev.awa.client.Awa;
import dev.awa.schedule.Schedule;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * A client that is part of Spring's transactions, the handlers of the application, and a worker
 * that runs them. A bean of the application goes before each of these.
 */
@AutoConfiguration(
    afterName = {
      "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration",
      "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"
    })
@ConditionalOnProperty(prefix = "awa", name = "enabled", matchIfMissing = true)
@EnableConfigurationProperties(AwaProperties.class)
public final class AwaAutoConfiguration {
  private static final String TIMEOUT = "spring.lifecycle.timeout-per-shutdown-phase";

  /** Of Spring Boot. */
  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(30);

  AwaAutoConfiguration() {}

  @Bean
  static DataSources awaDataSources(
      ConfigurableListableBeanFactory beans, AwaProperties properties) {
    return new DataSources(beans, properties);
  }

  @Bean
  @ConditionalOnMissingBean(JsonCodec.class)
  static EarlyCodec awaEarlyCodec() {
    return new EarlyCodec();
  }

  @Bean
  @ConditionalOnMissingBean
  JsonCodec awaJsonCodec(EarlyCodec early) {
    return early.codec();
  }

  /** After Flyway and Liquibase, which may have the script of the schema. */
  @Bean
  @ConditionalOnMissingBean
  @DependsOnDatabaseInitialization
  Awa awa(
      DataSources sources,
      AwaProperties properties,
      JsonCodec codec,
      ObjectProvider<Preparer> preparers,
      ObjectProvider<Encryption> encryption) {
    DataSource source = sources.application();
    SchemaAtStart.prepare(
        SchemaAtStart.client(source, properties.schema(), codec), properties.migrate());
    return furnished(
        Awa.of(new JoinedDataSource(source, sources.name()), properties.schema(), codec).joining(),
        preparers,
        encryption);
  }

  /** A client with what the application has for all jobs: what prepares them, and the keys. */
  static Awa furnished(
      Awa plain, ObjectProvider<Preparer> preparers, ObjectProvider<Encryption> encryption) {
    Awa client = plain;
    for (Preparer preparer : preparers.orderedStream().toList()) {
      client = client.preparing(preparer);
    }
    Encryption keys = encryption.getIfAvailable();
    return keys == null ? client : client.encrypting(keys);
  }

  @Bean
  @Lazy(false)
  HandlerBeans awaHandlers(
      ConfigurableListableBeanFactory beans, AwaProperties properties, JsonCodec codec) {
    return new HandlerBeans(beans, properties, codec);
  }

  /** The schedules of the application, where it has some. */
  @Bean
  @Lazy(false)
  @ConditionalOnProperty(prefix = "awa.schedules", name = "enabled", matchIfMissing = true)
  AwaSchedules awaSchedules(
      DataSources sources,
      AwaProperties properties,
      HandlerBeans handlers,
      JsonCodec codec,
      Awa awa,
      ObjectProvider<Encryption> encryption,
      ObjectProvider<Schedule> schedules,
      Environment environment) {
    String name = environment.getProperty("spring.application.name", "");
    String owner = properties.schedules().owner() == null ? name : properties.schedules().owner();
    Awa own = Awa.of(sources.application(), properties.schema(), codec);
    Encryption keys = encryption.getIfAvailable();
    return new AwaSchedules(
        keys == null ? own : own.encrypting(keys),
        handlers,
        schedules.orderedStream().toList(),
        properties.schedules(),
        owner);
  }

  /** A worker, unless this process only enqueues. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(prefix = "awa.worker", name = "enabled", matchIfMissing = true)
  static class OfWorker {
    /** The client comes first, because it brings the schema up to date. */
    @Bean
    @Lazy(false)
    AwaWorker awaWorker(
        ConfigurableListableBeanFactory beans,
        AwaProperties properties,
        DataSources sources,
        HandlerBeans handlers,
        JsonCodec codec,
        Awa awa,
        Environment environment) {
      Duration timeout =
          Binder.get(environment).bind(TIMEOUT, Duration.class).orElse(USUAL_TIMEOUT);
      WorkerParts.OfAll parts =
          new WorkerParts.OfAll(
              beans, properties, sources, handlers, codec, new Listeners(beans), timeout);
      return new AwaWorker(handlers, properties, WorkersOfProperties.of(parts));
    }
  }
}
