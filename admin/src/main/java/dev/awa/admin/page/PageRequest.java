package dev.awa.admin.page;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request of a browser for a page or a file of the dashboard. */
final class PageRequest {
  private final HttpServletRequest request;
  private final String path;
  private final List<String> segments;

  PageRequest(HttpServletRequest request, String path) {
    this.request = request;
    this.path = path;
    this.segments =
        path.length() < 2 ? List.of() : Arrays.stream(path.substring(1).split("/", -1)).toList();
  }

  /** The path below the place where the servlet is mounted, not decoded; empty at the mount. */
  static String below(HttpServletRequest request) {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    String mount = request.getHttpServletMapping().getPattern().replaceAll("/?\\*?$", "");
    return path.startsWith(mount) ? path.substring(mount.length()) : path;
  }

  String method() {
    return request.getMethod();
  }

  String path() {
    return path;
  }

  /** The parts of the path between its slashes, not decoded; none of {@code /}. */
  List<String> segments() {
    return segments;
  }

  /** From this page to the place where the dashboard is mounted: {@code ../}; may be empty. */
  String root() {
    return "../".repeat(Math.max(0, segments.size() - 1));
  }

  /** The last part of the path of the mount: where {@code /awa} is asked for without a slash. */
  String mountName() {
    String uri = request.getRequestURI();
    return uri.substring(uri.lastIndexOf('/') + 1);
  }

  @Nullable String query() {
    return request.getQueryString();
  }

  InputStream body() throws IOException {
    return request.getInputStream();
  }

  /** Whether a page of somebody else may have sent it: nothing says who did. */
  boolean isOfUnknownOrigin() {
    return request.getHeader("Sec-Fetch-Site") == null && request.getHeader("Origin") == null;
  }

  /** Whether it brings along who asks, so that there is nothing to log out of. */
  boolean hasToken() {
    return request.getHeader("Authorization") != null;
  }

  Optional<String> cookie(String name) {
    return Optional.ofNullable(request.getCookies()).stream()
        .flatMap(Arrays::stream)
        .filter(cookie -> cookie.getName().equals(name))
        .map(Cookie::getValue)
        .findFirst();
  }

  /** In which zone the visitor wants times; UTC when they have not said. */
  ZoneId zone() {
    return Now.zone(cookie(Now.COOKIE).orElse(""));
  }

  /** The same request, but for something of the API. */
  dev.awa.admin.http.Request asking(String method, String target, String json) {
    return new OfApi(request, method, target, json);
  }

  /** What a page asks the API for, in the name of whoever asks for the page. */
  private record OfApi(HttpServletRequest of, String method, String target, String json)
      implements dev.awa.admin.http.Request {
    private byte[] bytes() {
      return json.getBytes(StandardCharsets.UTF_8);
    }

    private int mark() {
      return target.indexOf('?');
    }

    @Override
    public String path() {
      return mark() < 0 ? target : target.substring(0, mark());
    }

    @Override
    public @Nullable String query() {
      return mark() < 0 ? null : target.substring(mark() + 1);
    }

    /** A page is HTML and a form is a form; what is asked of the API is neither. */
    @Override
    public List<String> headers(String name) {
      return switch (name) {
        case "Accept" -> List.of("application/json");
        case "Content-Type" -> List.of("application/json");
        case "Content-Length" -> List.of(String.valueOf(bytes().length));
        case "Transfer-Encoding", "Content-Encoding" -> List.of();
        default -> Collections.list(of.getHeaders(name));
      };
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
    public InputStream body() {
      return new ByteArrayInputStream(bytes());
    }

    @Override
    public java.security.@Nullable Principal user() {
      return of.getUserPrincipal();
    }

    @Override
    public boolean hasRole(String role) {
      return of.isUserInRole(Objects.requireNonNull(role));
    }
  }
}
