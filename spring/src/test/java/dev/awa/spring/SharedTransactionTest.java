package dev.awa.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.AwaException;
import dev.awa.Job;
import dev.awa.client.Awa;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.narayana.NarayanaTransactionIntegration;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.session.SqlSessionFactory;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.mybatis.spring.SqlSessionFactoryBean;
import org.mybatis.spring.SqlSessionTemplate;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.jta.JtaTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What other libraries write in a transaction of Spring's and what Awa enqueues is one thing. */
final class SharedTransactionTest {
  record Receipt(String email) {}

  /** Writes an order. */
  private interface Write {
    void order(String email);
  }

  /** One transaction is rolled back, one commits; the rows and the jobs of the second are there. */
  private static void assertTogether(ApplicationContext context, Write write) {
    JdbcTemplate jdbc = new JdbcTemplate(context.getBean(DataSource.class));
    jdbc.execute("CREATE TABLE orders (email text)");
    Awa awa = context.getBean(Awa.class);
    TransactionTemplate transaction =
        new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
    transaction.executeWithoutResult(status -> {
      write.order("never");
      awa.enqueue(Job.of(new Receipt("never")));
      status.setRollbackOnly();
    });
    transaction.executeWithoutResult(status -> {
      write.order("jo");
      awa.enqueue(Job.of(new Receipt("jo")));
    });
    assertThat(jdbc.queryForList("SELECT email FROM orders", String.class)).containsExactly("jo");
    assertThat(jdbc.queryForList("SELECT args->>'email' FROM awa.jobs", String.class))
        .containsExactly("jo");
  }

  @Test
  void jooqSharesIt() {
    Applications.withJdbc()
        .run(context -> {
          DSLContext jooq =
              DSL.using(
                  new TransactionAwareDataSourceProxy(context.getBean(DataSource.class)),
                  SQLDialect.POSTGRES);
          assertTogether(context, email -> jooq.execute("INSERT INTO orders VALUES (?)", email));
        });
  }

  /** A mapper of MyBatis. */
  public interface Orders {
    /** Writes one. */
    @Insert("INSERT INTO orders VALUES (#{email})")
    void insert(String email);
  }

  @Test
  void myBatisSharesIt() {
    Applications.withJdbc()
        .run(context -> {
          SqlSessionFactoryBean bean = new SqlSessionFactoryBean();
          bean.setDataSource(context.getBean(DataSource.class));
          SqlSessionFactory factory = bean.getObject();
          assertThat(factory).isNotNull();
          factory.getConfiguration().addMapper(Orders.class);
          Orders orders = new SqlSessionTemplate(factory).getMapper(Orders.class);
          assertTogether(context, orders::insert);
        });
  }

  /** Agroal's pool under Narayana, as an application with JTA has them. */
  @Configuration(proxyBeanMethods = false)
  static class Jta {
    @Bean
    JtaTransactionManager transactionManager() {
      JtaTransactionManager manager =
          new JtaTransactionManager(
              com.arjuna.ats.jta.UserTransaction.userTransaction(),
              com.arjuna.ats.jta.TransactionManager.transactionManager());
      manager.afterPropertiesSet();
      return manager;
    }

    @Bean(destroyMethod = "close")
    AgroalDataSource dataSource() throws SQLException {
      PGSimpleDataSource database = Applications.newDatabase();
      return AgroalDataSource.from(
          new AgroalDataSourceConfigurationSupplier()
              .connectionPoolConfiguration(pool ->
                  pool.maxSize(10)
                      .acquisitionTimeout(Duration.ofSeconds(5))
                      .transactionIntegration(
                          new NarayanaTransactionIntegration(
                              com.arjuna.ats.jta.TransactionManager.transactionManager(),
                              new com.arjuna.ats.internal.jta.transaction.arjunacore
                                  .TransactionSynchronizationRegistryImple()))
                      .connectionFactoryConfiguration(connections ->
                          connections.jdbcUrl(database.getURL() + "?user=" + database.getUser()))));
    }
  }

  @Test
  void jtaSharesIt() {
    Applications.withoutDatabase()
        .withPropertyValues(Applications.WITHOUT_JPA)
        .withUserConfiguration(Jta.class)
        .run(context -> {
          assertThat(context).hasNotFailed();
          JdbcTemplate jdbc = new JdbcTemplate(context.getBean(DataSource.class));
          assertTogether(context, email -> jdbc.update("INSERT INTO orders VALUES (?)", email));
        });
  }

  @Test
  void aDataSourceThatIsNoPartOfJtaIsRefused() {
    Applications.withJdbc()
        .withBean(JtaTransactionManager.class, () -> new Jta().transactionManager())
        .run(context -> {
          TransactionTemplate jta =
              new TransactionTemplate(context.getBean(JtaTransactionManager.class));
          jta.executeWithoutResult(status ->
              assertThatThrownBy(
                      () -> context.getBean(Awa.class).enqueue(Job.of(new Receipt("jo"))))
                  .isInstanceOf(AwaException.class)
                  .hasMessageContaining("could not join Spring's transaction"));
        });
  }
}
