package dev.awa.admin.http;

/**
 * That somebody has logged in.
 *
 * @param principal who
 * @param cookie the value of {@code Set-Cookie}, by which the browser is known from now on
 */
record LoggedIn(Principal principal, String cookie) {}
