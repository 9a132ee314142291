/** Tests of applications that use Awa. */
@NullMarked
package dev.awa.test;

import org.jspecify.annotations.NullMarked;
