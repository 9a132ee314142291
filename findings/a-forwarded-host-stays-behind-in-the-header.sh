#!/usr/bin/env bash
# Packages and versions: Spring Framework 7.0.10 (ForwardedHeaderFilter, ForwardedHeaderTransformer), Jetty 12.1.14
# (ForwardedRequestCustomizer), Tomcat 11.0.27 (RemoteIpValve).
#
# Behaviour: a proxy serves https://shop.example, passes requests on to inside:8080, and says so in X-Forwarded-Host. Each of the
# four then gives the application the outer URL (Tomcat the host of it only with hostHeader set), but they differ about the header
# Host of the same request: Jetty writes the outer name into it, Spring and Tomcat leave the inner one, so that the URL and the
# header disagree. Spring takes X-Forwarded-Host away as well: then no header names the outer host. A check of Origin that compares
# with the header Host is right on Jetty and refuses every request behind Spring's filter and Tomcat's valve; one that compares
# with the URL is right in all of them.
#
# Output seen:
#   Spring, servlet: https://shop.example/jobs, header Host inside:8080, X-Forwarded-Host null
#   Spring, reactive: https://shop.example/jobs, header Host inside:8080, X-Forwarded-Host null
#   Jetty: https://shop.example/jobs, header Host shop.example, X-Forwarded-Host shop.example
#   Tomcat: https://inside/jobs, header Host inside:8080, X-Forwarded-Host shop.example
#   Tomcat, hostHeader set: https://shop.example/jobs, header Host inside:8080, X-Forwarded-Host shop.example
#
# Needs: bash, Maven, a JDK 17 or newer.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat > "$work/pom.xml" << 'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.springframework</groupId><artifactId>spring-web</artifactId><version>7.0.10</version></dependency>
    <dependency><groupId>org.springframework</groupId><artifactId>spring-test</artifactId><version>7.0.10</version></dependency>
    <dependency><groupId>org.springframework</groupId><artifactId>spring-context</artifactId><version>7.0.10</version></dependency>
    <dependency><groupId>io.projectreactor</groupId><artifactId>reactor-core</artifactId><version>3.8.8</version></dependency>
    <dependency><groupId>org.apache.tomcat.embed</groupId><artifactId>tomcat-embed-core</artifactId><version>11.0.27</version></dependency>
    <dependency><groupId>org.eclipse.jetty.ee10</groupId><artifactId>jetty-ee10-servlet</artifactId><version>12.1.14</version></dependency>
    <dependency><groupId>jakarta.servlet</groupId><artifactId>jakarta.servlet-api</artifactId><version>6.1.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
cat > "$work/Finding.java" << 'JAVA'
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.RemoteIpValve;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.filter.ForwardedHeaderFilter;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;

class Finding {
  static String seen(HttpServletRequest request) {
    return request.getRequestURL() + ", header Host " + request.getHeader("Host")
        + ", X-Forwarded-Host " + request.getHeader("X-Forwarded-Host");
  }

  static class Look extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
      response.getWriter().print(seen(request));
    }
  }

  /** What the servlet saw: a request as a proxy sends it that serves https://shop.example. */
  static String ask(int port) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.getOutputStream().write("""
          GET /jobs HTTP/1.1\r
          Host: inside:8080\r
          X-Forwarded-For: 192.0.2.7\r
          X-Forwarded-Proto: https\r
          X-Forwarded-Host: shop.example\r
          Connection: close\r
          \r
          """.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return answer.lines().filter(line -> line.contains("header Host")).findFirst().orElse(answer);
    }
  }

  static String tomcat(String hostHeader) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory("finding").toString());
    tomcat.setPort(0);
    tomcat.getConnector();
    RemoteIpValve valve = new RemoteIpValve();
    if (hostHeader != null) {
      valve.setHostHeader(hostHeader);
    }
    tomcat.getEngine().getPipeline().addValve(valve);
    Context context = tomcat.addContext("", null);
    Tomcat.addServlet(context, "look", new Look());
    context.addServletMappingDecoded("/*", "look");
    tomcat.start();
    try {
      return ask(tomcat.getConnector().getLocalPort());
    } finally {
      tomcat.stop();
    }
  }

  static String jetty() throws Exception {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.addCustomizer(new ForwardedRequestCustomizer());
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(configuration));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServlet(new ServletHolder(new Look()), "/*");
    server.setHandler(context);
    server.start();
    try {
      return ask(connector.getLocalPort());
    } finally {
      server.stop();
    }
  }

  static String spring() throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", "/jobs");
    request.setServerName("inside");
    request.setServerPort(8080);
    request.addHeader("Host", "inside:8080");
    request.addHeader("X-Forwarded-For", "192.0.2.7");
    request.addHeader("X-Forwarded-Proto", "https");
    request.addHeader("X-Forwarded-Host", "shop.example");
    String[] answer = new String[1];
    FilterChain chain = (wrapped, response) -> answer[0] = seen((HttpServletRequest) wrapped);
    new ForwardedHeaderFilter().doFilter(request, new MockHttpServletResponse(), chain);
    return answer[0];
  }

  static String reactive() {
    var request = new ForwardedHeaderTransformer().apply(
        MockServerHttpRequest.get("http://inside:8080/jobs")
            .header("Host", "inside:8080")
            .header("X-Forwarded-Proto", "https")
            .header("X-Forwarded-Host", "shop.example")
            .build());
    return request.getURI() + ", header Host " + request.getHeaders().getFirst("Host")
        + ", X-Forwarded-Host " + request.getHeaders().getFirst("X-Forwarded-Host");
  }

  public static void main(String[] args) throws Exception {
    java.util.logging.LogManager.getLogManager().reset();
    System.out.println("Spring, servlet: " + spring());
    System.out.println("Spring, reactive: " + reactive());
    System.out.println("Jetty: " + jetty());
    System.out.println("Tomcat: " + tomcat(null));
    System.out.println("Tomcat, hostHeader set: " + tomcat("X-Forwarded-Host"));
    System.exit(0);
  }
}
JAVA
mvn -q -B -f "$work/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
  -DoutputDirectory="$work/lib" -DincludeScope=runtime
sed -n '/^# Output seen/,/^# Needs/s/^#   //p' "$0" > "$work/expected"
java -cp "$work/lib/*" "$work/Finding.java" > "$work/seen"
cat "$work/seen"
if ! diff "$work/expected" "$work/seen"; then
  echo "FAILED: the behaviour has changed" >&2
  exit 1
fi
