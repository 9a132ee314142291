package dev.awa.admin.http;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The admin API in a servlet container: Jetty, Tomcat, Spring MVC. Map it to {@code /awa/*} or any
 * other path; the API is below: {@code /awa/api/jobs}. Needs Jakarta Servlet 6.0 or newer.
 */
public final class AdminServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  /** Where the API begins, below the path of the servlet. */
  private static final String API = "/api";

  private final transient Admin admin;

  /** A servlet that answers with an admin API. */
  public AdminServlet(Admin admin) {
    this.admin = admin;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Answer answer = admin.answer(new Received(request));
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    response.setStatus(answer.status());
    answer.headers().forEach(response::setHeader);
    if (answer.status() != HttpServletResponse.SC_NO_CONTENT) {
      response.setContentLength(body.length);
    }
    if (!request.getMethod().equals("HEAD")) {
      response.getOutputStream().write(body);
    }
  }

  /** A request of the container. */
  private record Received(HttpServletRequest of) implements Request {
    @Override
    public String method() {
      return of.getMethod();
    }

    @Override
    public String path() {
      String path = of.getRequestURI().substring(of.getContextPath().length());
      String mount = of.getHttpServletMapping().getPattern().replaceAll("/?\\*?$", "");
      String below = path.startsWith(mount) ? path.substring(mount.length()) : path;
      return below.startsWith(API + "/") ? below.substring(API.length()) : "/../" + below;
    }

    @Override
    public @Nullable String query() {
      return of.getQueryString();
    }

    @Override
    public List<String> headers(String name) {
      return Collections.list(of.getHeaders(name));
    }

    @Override
    public String remoteAddress() {
      return of.getRemoteAddr();
    }

    @Override
    public String scheme() {
      return of.getScheme();
    }

    @Override
    public InputStream body() throws IOException {
      return of.getInputStream();
    }

    @Override
    public @Nullable Principal user() {
      return of.getUserPrincipal();
    }

    @Override
    public boolean hasRole(String role) {
      return of.isUserInRole(role);
    }
  }
}
