select "profile_id", "request_digest" from "idempotency_keys" where "key" = $1 and "created_at" > now() - interval '7 days';
