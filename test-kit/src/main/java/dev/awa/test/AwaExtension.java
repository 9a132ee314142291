package dev.awa.test;

import dev.awa.client.Awa;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The extension of JUnit 5 (5.12 and newer) and 6 behind {@link AwaTest}. With a database of the
 * application's:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final AwaExtension AWA = AwaExtension.on(() -> dataSource);
 * }</pre>
 *
 * <p>Before the first test of a class it migrates the queue, and before each test it empties it:
 * all jobs, whatever their state, and the policies of queues. Job ids go on.
 *
 * <p>A queue of the application's is emptied only if it is known to be for tests: it had no job yet
 * when the extension first saw it. Any other is refused, with what to do.
 *
 * <p>The tests of one class run one after the other, for they share a queue; classes may run side
 * by side on embedded databases.
 */
public final class AwaExtension
    implements BeforeAllCallback,
        AfterAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(AwaExtension.class);
  private static final String DATABASE = "database";
  private static final String KIT = "kit";

  private final @Nullable Supplier<? extends DataSource> source;
  private final String schema;

  /** On an embedded PostgreSQL, for {@link AwaTest}. */
  public AwaExtension() {
    this(null, Sandbox.USUAL_SCHEMA);
  }

  private AwaExtension(@Nullable Supplier<? extends DataSource> source, String schema) {
    this.source = source;
    this.schema = schema;
  }

  /** In a database of the application's, in the schema {@code awa}. */
  public static AwaExtension on(DataSource dataSource) {
    return on(() -> dataSource);
  }

  /**
   * The same of a database that is there only when the tests begin; asked once for each class of
   * tests.
   */
  public static AwaExtension on(Supplier<? extends DataSource> dataSource) {
    return new AwaExtension(dataSource, Sandbox.USUAL_SCHEMA);
  }

  /** The same with the queue in another schema. */
  public AwaExtension schema(String name) {
    return new AwaExtension(source, name);
  }

  /** Where the tests of a class have their queue. */
  private record Place(DataSource dataSource, @Nullable EmbeddedDatabase embedded) {}

  @Override
  public void beforeAll(ExtensionContext context) {
    open(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    refuseSideBySide(context);
    Place place = open(context);
    AwaKit kit = AwaKit.of(place.dataSource(), schema);
    kit.empty();
    context.getStore(NAMESPACE).put(KIT, kit);
  }

  /** Of a class, or of one within it, or of a test whose extension is no static field. */
  private Place open(ExtensionContext context) {
    ExtensionContext.Store store = context.getStore(NAMESPACE);
    Place known = store.get(DATABASE, Place.class);
    if (known != null) {
      return known;
    }
    Place place = place();
    store.put(DATABASE, place);
    return place;
  }

  private Place place() {
    if (source == null) {
      EmbeddedDatabase embedded = EmbeddedDatabase.create();
      return new Place(embedded.dataSource(), embedded);
    }
    DataSource dataSource = source.get();
    Awa.of(dataSource, schema).migrate();
    new Sandbox(dataSource, schema).markIfUnused();
    return new Place(dataSource, null);
  }

  private static void refuseSideBySide(ExtensionContext context) {
    if (context.getExecutionMode() == ExecutionMode.CONCURRENT) {
      throw new ExtensionConfigurationException(
          "the tests of "
              + context.getRequiredTestClass().getSimpleName()
              + " run side by side, and would empty the queue that they share. Write"
              + " @Execution(ExecutionMode.SAME_THREAD) on the class; classes may run side by"
              + " side");
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    close(context);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close(context);
  }

  /** What was opened for this class or test; what is of a class around it stays. */
  private static void close(ExtensionContext context) {
    Place own = context.getStore(NAMESPACE).remove(DATABASE, Place.class);
    if (own != null && own.embedded() != null) {
      own.embedded().close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == AwaKit.class || type == Awa.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    AwaKit kit = context.getStore(NAMESPACE).get(KIT, AwaKit.class);
    if (kit == null) {
      kit = AwaKit.of(open(context).dataSource(), schema); // of a constructor, or of @BeforeAll
    }
    return parameter.getParameter().getType() == Awa.class ? kit.awa() : kit;
  }
}
