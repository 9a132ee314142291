/** Pages of the documents that are made from code, and the code that pages show. */
@NullMarked
package dev.awa.pages;

import org.jspecify.annotations.NullMarked;
