UPDATE profiles SET
  parse_attempts = parse_attempts + 1,
  status = CASE WHEN parse_attempts < $1 THEN 'parsing' ELSE 'failed' END,
  error = CASE WHEN parse_attempts < $2 THEN NULL ELSE $3::jsonb END,
  status_changed_at = now()
  WHERE id = $4 AND status IN ('queued', 'parsing') RETURNING status;
