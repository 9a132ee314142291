package dev.awa.admin.page;

/**
 * Something that needs attention.
 *
 * @param isSevere whether it loses time or space now
 * @param title what, in a sentence
 * @param words how bad, since when, what to do
 * @param way where to go, in words
 * @param place where that is, from the overview
 */
record Finding(
    boolean isSevere, String icon, String title, String words, String way, String place) {}
