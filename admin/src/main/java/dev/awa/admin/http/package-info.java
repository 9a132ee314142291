/**
 * The admin HTTP API: what the command {@code awa} shows and does, as JSON over HTTP. {@link
 * dev.awa.admin.http.Admin} sets it up, {@link dev.awa.admin.http.AdminServlet} answers in any
 * servlet container, {@link dev.awa.admin.http.Access} says who may do what.
 */
@NullMarked
package dev.awa.admin.http;

import org.jspecify.annotations.NullMarked;
