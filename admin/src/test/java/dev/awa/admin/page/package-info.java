/** Tests of the dashboard. */
@org.jspecify.annotations.NullMarked
package dev.awa.admin.page;
