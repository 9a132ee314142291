/** Random operations on the engine and on a small model of what it promises, step by step. */
@NullMarked
package dev.awa.model;

import org.jspecify.annotations.NullMarked;
