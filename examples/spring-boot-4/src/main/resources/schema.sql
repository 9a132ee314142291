CREATE TABLE IF NOT EXISTS orders (email text, cents bigint);
