package dev.awa.cli.serve;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Breaks off a request whose body is not there in time. A client that sends a byte now and then is
 * never idle, and would keep its connection and what was read of the body for ever.
 */
final class BodyTime extends Handler.Wrapper {
  private final Duration longest;

  /**
   * For another handler.
   *
   * @param longest how long a body may take from the beginning of its request; it ends with the
   *     next byte after that, or when the connection has been idle for too long
   */
  BodyTime(Handler handler, Duration longest) {
    super(handler);
    this.longest = longest;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    return super.handle(new Timed(request), response, callback);
  }

  private final class Timed extends Request.Wrapper {
    private final long begun = System.nanoTime();

    Timed(Request request) {
      super(request);
    }

    @Override
    public Content.Chunk read() {
      return System.nanoTime() - begun > longest.toNanos()
          ? Content.Chunk.from(new TimeoutException("the body took longer than " + longest), true)
          : super.read();
    }
  }
}
