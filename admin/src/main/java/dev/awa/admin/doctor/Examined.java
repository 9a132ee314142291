package dev.awa.admin.doctor;

import org.jspecify.annotations.Nullable;

/**
 * One thing that was looked at.
 *
 * @param exam its name
 * @param about what is looked at, in a few words
 * @param failure why it could not be looked at; null when it could
 */
public record Examined(String exam, String about, @Nullable String failure) {}
