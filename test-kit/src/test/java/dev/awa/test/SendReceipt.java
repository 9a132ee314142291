package dev.awa.test;

/** The arguments of the jobs of these tests. */
record SendReceipt(String email, long cents) {}
