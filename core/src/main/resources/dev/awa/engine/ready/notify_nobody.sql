-- Nobody is told of what this transaction enqueues from here on. The setting ends with the transaction; awa.wake reads it.
SELECT set_config('awa' || '.notify', 'off', true)
