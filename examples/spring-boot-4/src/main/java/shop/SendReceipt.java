package shop;

/** The arguments of a job: a receipt is to be sent. */
record SendReceipt(String email, long cents) {}
