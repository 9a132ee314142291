-- What keeps writers out of a ring without a ledger.
CREATE OR REPLACE TRIGGER forget_ring AFTER TRUNCATE ON awa.ring
  FOR EACH STATEMENT EXECUTE FUNCTION awa.forget_ring();
