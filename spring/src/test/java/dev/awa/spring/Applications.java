package dev.awa.spring;

import dev.awa.support.TestServer;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/** Applications with a database of their own. */
final class Applications {
  /** JPA is on the class path. */
  static final String[] WITHOUT_JPA = {
    "spring.data.jpa.repositories.enabled=false",
    "spring.autoconfigure.exclude="
        + "org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration,"
        + "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration"
  };

  private Applications() {}

  /** What every application has. */
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration(
      excludeName = {
        "org.springframework.boot.autoconfigure.r2dbc.R2dbcAutoConfiguration",
        "org.springframework.boot.autoconfigure.jooq.JooqAutoConfiguration"
      })
  static class Application {}

  /** One with JDBC and an empty database. */
  static ApplicationContextRunner withJdbc() {
    return withJpa().withPropertyValues(WITHOUT_JPA);
  }

  /** One with Hibernate and an empty database. */
  static ApplicationContextRunner withJpa() {
    return withoutDatabase().withPropertyValues(connecting("spring.datasource", newDatabase()));
  }

  /** One whose properties name no database. */
  static ApplicationContextRunner withoutDatabase() {
    return new ApplicationContextRunner()
        .withUserConfiguration(Application.class)
        .withPropertyValues(
            "spring.flyway.enabled=false",
            "spring.liquibase.enabled=false",
            "spring.jpa.open-in-view=false");
  }

  static PGSimpleDataSource newDatabase() {
    return (PGSimpleDataSource) TestServer.newDatabase();
  }

  /** The properties of a data source. */
  static String[] connecting(String prefix, PGSimpleDataSource database) {
    return new String[] {
      prefix + ".url=" + database.getURL(),
      prefix + ".username=" + database.getUser(),
      prefix + ".password=" + (database.getPassword() == null ? "" : database.getPassword())
    };
  }
}
