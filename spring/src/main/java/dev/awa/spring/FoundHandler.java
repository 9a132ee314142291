package dev.awa.spring;

import dev.awa.Handler;
import dev.awa.worker.HandlerConfig;
import java.lang.reflect.Type;

/**
 * A handler of the application, as it was found.
 *
 * @param kind the kind that it handles
 * @param type what the arguments are read as
 * @param where which bean and method it is, for people
 * @param queue the queue that the worker works on because of it
 */
record FoundHandler(
    String kind, Type type, Handler<?> handler, String where, String queue, HandlerConfig config) {}
