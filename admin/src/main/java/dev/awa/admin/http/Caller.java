package dev.awa.admin.http;

/**
 * Who sends a request, and from where.
 *
 * @param principal who
 * @param outside from where
 * @param request what was sent
 */
record Caller(Principal principal, Outside outside, Request request) {}
