package dev.awa.admin.http;

import dev.awa.AuditNote;

/**
 * That somebody has asked for a change, whether or not it was made.
 *
 * @param note who, for what, of which jobs, from where, and what became of it; the audit of the
 *     database has the same
 * @param path of the request, not decoded: {@code /jobs/42/cancel}
 * @param status what was answered; 200: the change was made
 */
public record TriedChange(AuditNote note, String path, int status) {}
