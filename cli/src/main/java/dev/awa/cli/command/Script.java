package dev.awa.cli.command;

/** SQL to be run by somebody else, printed as JSON. */
record Script(String sql) {}
