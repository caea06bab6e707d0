-- How often a worker has begun to read the upload: an upload that ends its worker every time must not do so for ever.
ALTER TABLE profiles ADD COLUMN parse_attempts smallint NOT NULL DEFAULT 0;

-- In random order: with more unfinished profiles than one look takes, each has its turn.
CREATE OR REPLACE FUNCTION unfinished_profiles(unchanged_for interval, at_most integer)
RETURNS TABLE (team_id uuid, profile_id uuid)
LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = subsecond, pg_temp
AS $$
  SELECT p.team_id, p.id FROM profiles p
  WHERE p.status IN ('queued', 'parsing') AND p.status_changed_at < now() - unchanged_for
  ORDER BY random() LIMIT at_most
$$;

-- Which database this is. A blob directory remembers it, so that a directory of another database is never swept.
CREATE TABLE installation (id uuid NOT NULL DEFAULT gen_random_uuid(), only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row));
INSERT INTO installation DEFAULT VALUES;
GRANT SELECT ON installation TO subsecond_app;
