package dev.awa.admin.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An HTTP request, as the admin API sees it, whichever server has received it. */
public interface Request {
  /** In capital letters. */
  String method();

  /** The path below the place where the API is mounted, not decoded: {@code /jobs/42}. */
  String path();

  /** What follows the question mark, not decoded; null when there is none. */
  @Nullable String query();

  /** Every value of a header, in order; empty when the header is not there. */
  List<String> headers(String name);

  /** The address of the other end of the connection: a client, or a proxy. */
  String remoteAddress();

  /** {@code http} or {@code https}, as the server received it. */
  String scheme();

  /** The body; empty when there is none. */
  InputStream body() throws IOException;

  /** Who the container or a filter of the application has logged in; null: nobody. */
  java.security.@Nullable Principal user();

  /** Whether that user has a role of the container's or the filter's. */
  boolean hasRole(String role);

  /** The first value of a header; null when the header is not there. */
  default @Nullable String header(String name) {
    List<String> values = headers(name);
    return values.isEmpty() ? null : values.getFirst();
  }
}
