package dev.awa.spring;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;

/**
 * Names the host of a request as the client named it. Behind a proxy that is what {@code
 * server.forward-headers-strategy} has made of the headers; the header {@code Host} itself may
 * still have the name that the proxy called. The check of the origin of a change compares with it.
 */
final class ForwardedHost extends HttpFilter {
  private static final long serialVersionUID = 1;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    chain.doFilter(request.getHeader(Named.HOST) == null ? request : new Named(request), response);
  }

  /** A request whose host is the one of its URL. */
  private static final class Named extends HttpServletRequestWrapper {
    static final String HOST = "Host";

    Named(HttpServletRequest request) {
      super(request);
    }

    @Override
    public String getHeader(String name) {
      return name.equalsIgnoreCase(HOST) ? host() : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      return name.equalsIgnoreCase(HOST)
          ? Collections.enumeration(Collections.singleton(host()))
          : super.getHeaders(name);
    }

    private String host() {
      int usual = getScheme().equals("https") ? 443 : 80;
      return getServerPort() == usual ? getServerName() : getServerName() + ":" + getServerPort();
    }
  }
}
