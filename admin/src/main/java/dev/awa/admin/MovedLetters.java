package dev.awa.admin;

/**
 * How many failed jobs became dead letters.
 *
 * @param moved how many
 */
public record MovedLetters(long moved) {}
