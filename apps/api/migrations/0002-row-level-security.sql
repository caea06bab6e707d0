-- Who may see which row. FORCE: the owner of the tables is bound as well, so that no function running as the owner sees
-- more than a policy below grants by name.

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['profiles', 'profile_labels', 'profile_events', 'profile_threads', 'profile_seconds', 'profile_stacks', 'idempotency_keys'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY team ON %I USING (team_id = (SELECT current_team())) WITH CHECK (team_id = (SELECT current_team()))', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO subsecond_app', name);
  END LOOP;
END
$$;

ALTER TABLE teams ENABLE ROW LEVEL SECURITY;
ALTER TABLE teams FORCE ROW LEVEL SECURITY;
CREATE POLICY team ON teams USING (id = (SELECT current_team())) WITH CHECK (id = (SELECT current_team()));
GRANT SELECT ON teams TO subsecond_app;

GRANT USAGE ON SCHEMA subsecond TO subsecond_app;

-- What has no team: the sweeper's look-ups, as the owner, through three narrow functions. Each policy grants what its function needs.

CREATE POLICY unfinished ON profiles FOR SELECT TO subsecond_owner USING (true);

CREATE FUNCTION unfinished_profiles(unchanged_for interval, at_most integer)
RETURNS TABLE (team_id uuid, profile_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = subsecond, pg_temp
AS $$
  SELECT p.team_id, p.id FROM profiles p
  WHERE p.status IN ('queued', 'parsing') AND p.status_changed_at < now() - unchanged_for
  ORDER BY p.status_changed_at LIMIT at_most
$$;

CREATE FUNCTION referenced_blobs(keys text[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = subsecond, pg_temp
AS $$ SELECT p.blob_key FROM profiles p WHERE p.blob_key = ANY (keys) $$;

CREATE POLICY expired ON idempotency_keys FOR ALL TO subsecond_owner USING (created_at < now() - interval '7 days');

CREATE FUNCTION forget_expired_idempotency_keys() RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = subsecond, pg_temp
AS $$
  WITH gone AS (DELETE FROM idempotency_keys WHERE created_at < now() - interval '7 days' RETURNING 1)
  SELECT count(*) FROM gone
$$;

REVOKE ALL ON FUNCTION unfinished_profiles(interval, integer), referenced_blobs(text[]), forget_expired_idempotency_keys() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION unfinished_profiles(interval, integer), referenced_blobs(text[]), forget_expired_idempotency_keys() TO subsecond_app;
