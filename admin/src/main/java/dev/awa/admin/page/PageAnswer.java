package dev.awa.admin.page;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a browser is answered. */
record PageAnswer(int status, Map<String, String> headers, String body) {
  private static final Map<String, String> SECURE =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
              + " connect-src 'self'; form-action 'self'; base-uri 'none';"
              + " frame-ancestors 'none'",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Referrer-Policy",
          "same-origin",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY");

  static PageAnswer html(int status, String page) {
    return new PageAnswer(
        status,
        Map.of("Content-Type", "text/html; charset=utf-8", "Cache-Control", "no-store"),
        page);
  }

  /** What a script of a page has asked for. */
  static PageAnswer json(int status, Object document) {
    return new PageAnswer(
        status,
        Map.of("Content-Type", "application/json", "Cache-Control", "no-store"),
        Facts.LINE.writeValueAsString(document));
  }

  /** To another page, which is asked for by GET; the place is relative to the one asked for. */
  static PageAnswer elsewhere(String place) {
    return new PageAnswer(
        HttpServletResponse.SC_SEE_OTHER,
        Map.of("Location", place, "Cache-Control", "no-store"),
        "");
  }

  /** A file whose path holds its digest: it never changes. */
  static PageAnswer file(String type, String content) {
    return new PageAnswer(
        HttpServletResponse.SC_OK,
        Map.of("Content-Type", type, "Cache-Control", "public, max-age=31536000, immutable"),
        content);
  }

  PageAnswer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new PageAnswer(status, more, body);
  }

  void to(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.setStatus(status);
    SECURE.forEach(response::setHeader);
    headers.forEach(response::setHeader);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    response.setContentLength(bytes.length);
    if (!request.getMethod().equals("HEAD")) {
      response.getOutputStream().write(bytes);
    }
  }
}
