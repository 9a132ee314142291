/**
 * Jobs as the command line has them: lines of a file, rules in JSON, shell commands that run them.
 */
@NullMarked
package dev.awa.cli.job;

import org.jspecify.annotations.NullMarked;
