package dev.awa.admin.doctor;

/**
 * One thing that the doctor has found.
 *
 * @param exam what was looked at: {@code server}, {@code horizon}, ...; see {@link Examined#exam()}
 * @param level how much it matters
 * @param found what is wrong, in a few words
 * @param evidence what was seen: settings, numbers, names
 * @param consequence what follows of it for the queue
 * @param remedy the command, the setting or the step that mends it
 */
public record Finding(
    String exam, Level level, String found, String evidence, String consequence, String remedy) {}
