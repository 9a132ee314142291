/** A class a command: what it is called, which options it has, what it prints. */
@NullMarked
package dev.awa.cli.command;

import org.jspecify.annotations.NullMarked;
