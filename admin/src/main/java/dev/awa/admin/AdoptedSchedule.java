package dev.awa.admin;

/**
 * That a schedule has another owner.
 *
 * @param schedule its name
 * @param owner who owns it now
 * @param before who owned it
 */
public record AdoptedSchedule(String schedule, String owner, String before) {}
