package dev.awa.spring;

import dev.awa.Encryption;
import dev.awa.JsonCodec;
import dev.awa.Preparer;
import dev.awa.admin.http.Access;
import dev.awa.admin.http.Admin;
import dev.awa.admin.page.DashboardServlet;
import dev.awa.client.Awa;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The admin API and the dashboard in the application itself, where {@code awa.admin.enabled} asks
 * for them. They need {@code awa-admin}, a servlet container, and a login.
 */
@AutoConfiguration(after = AwaAutoConfiguration.class)
@ConditionalOnProperty(prefix = "awa.admin", name = "enabled")
@ConditionalOnBean({Awa.class, DataSources.class})
public final class AwaAdminAutoConfiguration {
  private static final Logger LOG = LoggerFactory.getLogger(AwaAdminAutoConfiguration.class);

  AwaAdminAutoConfiguration() {}

  /** With all that they need. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(DashboardServlet.class)
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
  static class OfServlet {
    @Bean
    AdminMount awaAdminMount(
        AwaProperties properties, ObjectProvider<Access> access, ListableBeanFactory beans) {
      return new AdminMount(properties.admin(), access.getIfAvailable(), beans);
    }

    /** Waits for the client, which brings the schema up to date. */
    @Bean
    @ConditionalOnMissingBean
    Admin awaAdmin(
        AdminMount mount,
        DataSources sources,
        AwaProperties properties,
        JsonCodec codec,
        Awa awa,
        ObjectProvider<Preparer> preparers,
        ObjectProvider<Encryption> encryption) {
      return Admin.of(
          sources.application(),
          source ->
              AwaAutoConfiguration.furnished(
                  Awa.of(source, properties.schema(), codec), preparers, encryption),
          mount.access(),
          mount.config());
    }

    @Bean
    ServletRegistrationBean<DashboardServlet> awaDashboard(AdminMount mount, Admin admin) {
      ServletRegistrationBean<DashboardServlet> servlet =
          new ServletRegistrationBean<>(
              new DashboardServlet(admin, mount.instance()), mount.pattern());
      servlet.setName("awaDashboard");
      return servlet;
    }

    @Bean
    FilterRegistrationBean<ForwardedHost> awaForwardedHost(AdminMount mount) {
      FilterRegistrationBean<ForwardedHost> filter =
          new FilterRegistrationBean<>(new ForwardedHost());
      filter.addUrlPatterns(mount.pattern());
      return filter;
    }
  }

  /** Without the library. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnMissingClass("dev.awa.admin.page.DashboardServlet")
  static class WithoutLibrary {
    WithoutLibrary() {
      throw new AwaStartException(
          "awa.admin.enabled is true, and awa-admin is not on the class path.",
          "Add the dependency dev.awa:awa-admin in the version of the starter, or set"
              + " awa.admin.enabled=false.");
    }
  }

  /** With WebFlux. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
  static class OfReactive {
    OfReactive() {
      throw new AwaStartException(
          "awa.admin.enabled is true, and this is a reactive application: the admin API and the"
              + " dashboard need a servlet container.",
          "Set awa.admin.enabled=false, and run \"awa serve\" beside the application.");
    }
  }

  /** A job or a test of an application that has them otherwise. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnNotWebApplication
  static class WithoutWeb {
    WithoutWeb() {
      LOG.info("Awa: no admin API and no dashboard, because this is no web application");
    }
  }
}
