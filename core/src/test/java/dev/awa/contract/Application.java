package dev.awa.contract;

import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.ats.internal.arjuna.objectstore.VolatileStore;
import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple;
import dev.awa.support.Pool;
import dev.awa.support.TestQueue;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.transaction.TransactionIntegration;
import io.agroal.narayana.NarayanaTransactionIntegration;
import jakarta.transaction.TransactionManager;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import javax.sql.XAConnection;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.xa.PGXADataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/**
 * An application that begins and ends transactions its own way, and a data source of its that hands
 * out the connection of the transaction at work. Used by one thread.
 */
abstract class Application implements AutoCloseable {
  final Deque<AutoCloseable> closing = new ArrayDeque<>();

  /** How applications do it. */
  enum Kind {
    SPRING,
    /** The same on a pool whose connections don't commit each statement. */
    SPRING_WITHOUT_AUTOCOMMIT,
    /** The same behind another proxy, as tools have them that watch what is sent. */
    SPRING_BEHIND_ANOTHER,
    /** One connection for all; the transaction is the driver's. */
    SINGLE_CONNECTION,
    /** One connection for all, in autocommit; the transaction is begun by a statement. */
    BEGIN_BY_SQL,
    /** The connection of a branch of a distributed transaction. */
    XA,
    /** A data source that takes part in the transactions of a transaction manager. */
    JTA,
    /** The same, of connections that can be prepared. */
    JTA_XA;

    /** Whether nobody can know of a transaction before it has sent anything. */
    boolean isKnownOnlyWhenOpen() {
      return this == SINGLE_CONNECTION;
    }

    /** Whether whoever asks gets that one. */
    boolean hasOneConnection() {
      return this == SINGLE_CONNECTION || this == BEGIN_BY_SQL || this == XA;
    }
  }

  static Application of(Kind kind, DataSource database) throws SQLException {
    return switch (kind) {
      case SPRING -> new Spring(database, true, proxy -> proxy);
      case SPRING_WITHOUT_AUTOCOMMIT -> new Spring(database, false, proxy -> proxy);
      case SPRING_BEHIND_ANOTHER -> new Spring(database, true, LazyConnectionDataSourceProxy::new);
      case SINGLE_CONNECTION -> new Single(database, false);
      case BEGIN_BY_SQL -> new Single(database, true);
      case XA -> new Branch(database);
      case JTA -> new Managed(database, Driver.class);
      case JTA_XA -> new Managed(database, PGXADataSource.class);
    };
  }

  /** What is given to the client. */
  abstract DataSource dataSource();

  abstract void begin() throws Exception;

  /** A statement in the transaction. */
  abstract void execute(String sql) throws SQLException;

  abstract void commit() throws Exception;

  abstract void rollBack() throws Exception;

  @Override
  public void close() throws Exception {
    while (!closing.isEmpty()) {
      closing.pop().close();
    }
  }

  /** Spring's, with its proxy. */
  private static final class Spring extends Application {
    private final DataSource dataSource;
    private final JdbcTemplate template;
    private final JdbcTransactionManager manager;
    private TransactionStatus transaction;

    Spring(DataSource database, boolean autoCommit, UnaryOperator<DataSource> behind)
        throws SQLException {
      Pool pool = Pool.of(Pool.Kind.HIKARI, database, new Pool.Wish(8, autoCommit, "SELECT 1"));
      closing.push(pool);
      dataSource = behind.apply(new TransactionAwareDataSourceProxy(pool.dataSource()));
      template = new JdbcTemplate(pool.dataSource());
      manager = new JdbcTransactionManager(pool.dataSource());
      transaction = manager.getTransaction(new DefaultTransactionDefinition());
      manager.rollback(transaction);
    }

    @Override
    DataSource dataSource() {
      return dataSource;
    }

    @Override
    void begin() {
      transaction = manager.getTransaction(new DefaultTransactionDefinition());
    }

    @Override
    void execute(String sql) {
      template.execute(sql);
    }

    @Override
    void commit() {
      manager.commit(transaction);
    }

    @Override
    void rollBack() {
      manager.rollback(transaction);
    }
  }

  /** One connection for all. */
  private static final class Single extends Application {
    private final Connection connection;
    private final boolean bySql;
    private final DataSource dataSource;

    Single(DataSource database, boolean bySql) throws SQLException {
      connection = database.getConnection();
      closing.push(connection);
      this.bySql = bySql;
      dataSource = new SingleConnectionDataSource(connection, true);
    }

    @Override
    DataSource dataSource() {
      return dataSource;
    }

    @Override
    void begin() throws SQLException {
      if (bySql) {
        execute("BEGIN");
      } else {
        connection.setAutoCommit(false);
      }
    }

    @Override
    void execute(String sql) throws SQLException {
      TestQueue.sql(connection, sql);
    }

    @Override
    void commit() throws SQLException {
      if (bySql) {
        execute("COMMIT");
      } else {
        connection.commit();
      }
    }

    @Override
    void rollBack() throws SQLException {
      if (bySql) {
        execute("ROLLBACK");
      } else {
        connection.rollback();
      }
    }
  }

  /** A branch of a distributed transaction, that is committed in one phase. */
  private static final class Branch extends Application {
    private final XAConnection xa;
    private final XAResource resource;
    private final DataSource dataSource;
    private final Connection handle;
    private BranchXid xid = BranchXid.random();

    Branch(DataSource database) throws SQLException {
      PGXADataSource source = xaDataSource(database);
      xa = source.getXAConnection();
      closing.push(xa::close);
      resource = xa.getXAResource();
      handle = xa.getConnection();
      dataSource = new SingleConnectionDataSource(handle, true);
    }

    @Override
    DataSource dataSource() {
      return dataSource;
    }

    @Override
    void begin() throws XAException {
      xid = BranchXid.random();
      resource.start(xid, XAResource.TMNOFLAGS);
    }

    @Override
    void execute(String sql) throws SQLException {
      TestQueue.sql(handle, sql);
    }

    @Override
    void commit() throws XAException {
      resource.end(xid, XAResource.TMSUCCESS);
      resource.commit(xid, true);
    }

    @Override
    void rollBack() throws XAException {
      resource.end(xid, XAResource.TMFAIL);
      resource.rollback(xid);
    }
  }

  /** Agroal's data source under Narayana's transaction manager. */
  private static final class Managed extends Application {
    private final TransactionManager manager =
        com.arjuna.ats.jta.TransactionManager.transactionManager();
    private final AgroalDataSource dataSource;

    Managed(DataSource database, Class<?> provider) throws SQLException {
      arjPropertyManager
          .getObjectStoreEnvironmentBean()
          .setObjectStoreType(VolatileStore.class.getName()); // there is nothing to recover
      PGSimpleDataSource plain = (PGSimpleDataSource) database;
      TransactionIntegration integration =
          new NarayanaTransactionIntegration(
              manager, new TransactionSynchronizationRegistryImple());
      dataSource =
          AgroalDataSource.from(
              new AgroalDataSourceConfigurationSupplier()
                  .connectionPoolConfiguration(config ->
                      config
                          .maxSize(8)
                          .transactionIntegration(integration)
                          .connectionFactoryConfiguration(connections ->
                              connections
                                  .connectionProviderClass(provider)
                                  .jdbcUrl(plain.getURL())
                                  .principal(new NamePrincipal(plain.getUser())))));
      closing.push(dataSource);
    }

    @Override
    DataSource dataSource() {
      return dataSource;
    }

    @Override
    void begin() throws Exception {
      manager.begin();
    }

    @Override
    void execute(String sql) throws SQLException {
      try (Connection connection = dataSource.getConnection()) {
        TestQueue.sql(connection, sql);
      }
    }

    @Override
    void commit() throws Exception {
      manager.commit();
    }

    @Override
    void rollBack() throws Exception {
      manager.rollback();
    }
  }

  /** A source of connections that take part in distributed transactions. */
  static PGXADataSource xaDataSource(DataSource database) {
    PGSimpleDataSource plain = (PGSimpleDataSource) database;
    PGXADataSource xa = new PGXADataSource();
    xa.setURL(plain.getURL());
    xa.setUser(plain.getUser());
    return xa;
  }

  /** Names a branch. */
  record BranchXid(long number) implements Xid {
    static BranchXid random() {
      return new BranchXid(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
    }

    @Override
    public int getFormatId() {
      return 1;
    }

    @Override
    public byte[] getGlobalTransactionId() {
      return Long.toString(number).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] getBranchQualifier() {
      return new byte[] {1};
    }
  }
}
