package dev.awa.spring;

import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.util.ClassUtils;

/** Finds the data source that Awa works on, and the one that its worker takes connections from. */
final class DataSources {
  private static final String R2DBC = "io.r2dbc.spi.ConnectionFactory";
  private static final String HIKARI = "com.zaxxer.hikari.HikariDataSource";

  private final ConfigurableListableBeanFactory beans;
  private final AwaProperties properties;

  DataSources(ConfigurableListableBeanFactory beans, AwaProperties properties) {
    this.beans = beans;
    this.properties = properties;
  }

  /** The name of the bean in whose transactions jobs are enqueued. */
  String name() {
    String wanted = properties.dataSource();
    if (wanted != null) {
      return existing("awa.data-source", wanted);
    }
    try {
      return beans.resolveNamedBean(DataSource.class).getBeanName();
    } catch (NoUniqueBeanDefinitionException e) {
      throw several(names());
    } catch (NoSuchBeanDefinitionException e) {
      throw none();
    }
  }

  /** The data source of that name; the one behind a proxy that joins transactions itself. */
  DataSource application() {
    return plain(beans.getBean(name(), DataSource.class));
  }

  /**
   * What a worker takes its connections from.
   *
   * @param property which property of the worker names a data source
   * @param wanted the name; null where the property is not set
   */
  DataSource worker(String property, @Nullable String wanted) {
    if (wanted != null) {
      return plain(beans.getBean(existing(property, wanted), DataSource.class));
    }
    DataSource application = application();
    DataSource beside =
        ClassUtils.isPresent(HIKARI, beans.getBeanClassLoader())
            ? BesidePool.of(application)
            : null;
    return beside == null ? application : beside;
  }

  private static DataSource plain(DataSource source) {
    return source instanceof TransactionAwareDataSourceProxy proxy
            && proxy.getTargetDataSource() != null
        ? plain(proxy.getTargetDataSource())
        : source;
  }

  private String existing(String property, String name) {
    if (!beans.containsBean(name) || !beans.isTypeMatch(name, DataSource.class)) {
      throw new AwaStartException(
          property + ": there is no DataSource bean \"" + name + "\"; there are " + names() + ".",
          "Give the property the name of a DataSource bean.");
    }
    return name;
  }

  private List<String> names() {
    return Arrays.asList(
        BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, DataSource.class));
  }

  private AwaStartException none() {
    @Nullable Class<?> reactive = reactive();
    if (reactive != null && beans.getBeanNamesForType(reactive).length > 0) {
      return new AwaStartException(
          "Awa needs a DataSource: it speaks JDBC. Found was none, but an R2DBC ConnectionFactory,"
              + " whose transactions Awa can't join.",
          "Configure a DataSource too (spring.datasource.url), and enqueue from a thread that may"
              + " block. Or switch Awa off with awa.enabled=false.");
    }
    return new AwaStartException(
        "Awa needs a DataSource, and the application has none.",
        "Configure one (spring.datasource.url=jdbc:postgresql://...). Or switch Awa off with"
            + " awa.enabled=false.");
  }

  private @Nullable Class<?> reactive() {
    ClassLoader loader = beans.getBeanClassLoader();
    return ClassUtils.isPresent(R2DBC, loader) ? ClassUtils.resolveClassName(R2DBC, loader) : null;
  }

  private static AwaStartException several(List<String> names) {
    return new AwaStartException(
        "Awa works on one DataSource, and the application has several of which none is primary: "
            + names
            + ".",
        "Name the one whose transactions jobs are enqueued in: awa.data-source="
            + names.getFirst()
            + ". Or mark it with @Primary.");
  }
}
