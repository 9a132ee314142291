package dev.awa.cli.terminal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Turns Ctrl-C and SIGTERM into an action of the command's own, so that it ends in its own order:
 * shutdown hooks all run at once, and the embedded server has one. By reflection, because the class
 * is not part of the platform's API; where it is missing, the JVM ends as usual.
 */
public final class Signals {
  private Signals() {}

  public static void onInterrupt(Runnable action) {
    for (String signal : new String[] {"INT", "TERM"}) {
      try {
        handle(signal, action);
      } catch (ReflectiveOperationException | IllegalArgumentException e) {
        Runtime.getRuntime().addShutdownHook(new Thread(action));
        return;
      }
    }
  }

  private static void handle(String name, Runnable action) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    InvocationHandler run =
        (proxy, method, arguments) -> {
          if (method.getName().equals("handle")) {
            Thread.ofPlatform().name("interrupt").start(action);
          }
          return null;
        };
    Object proxy = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, run);
    signal
        .getMethod("handle", signal, handler)
        .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
  }
}
