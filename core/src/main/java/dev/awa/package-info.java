/**
 * What a job is: values, the handler contract, outcomes, events, errors. Knows the JDK and nothing
 * else of Awa.
 */
@NullMarked
package dev.awa;

import org.jspecify.annotations.NullMarked;
