INSERT INTO idempotency_keys (team_id, key, request_digest, profile_id)
  VALUES (current_team(), $1, $2, $3)
  ON CONFLICT (team_id, key) DO UPDATE SET request_digest = excluded.request_digest, profile_id = excluded.profile_id, created_at = now()
  WHERE idempotency_keys.created_at <= now() - interval '7 days'
  RETURNING profile_id;
