-- A row a thread takes 110 bytes even without a key of its own, most of them team, profile and row header: a seventh of a whole
-- two-minute recording. Up to 1,024 threads a row, as three columns, take 12 bytes a thread; unnest() makes rows of them again.
DROP TABLE profile_threads;
CREATE TABLE profile_threads (
  team_id uuid NOT NULL,
  profile_id uuid NOT NULL,
  part integer NOT NULL,
  -- NULL where perf printed the tid alone.
  pids integer[] NOT NULL,
  tids integer[] NOT NULL,
  comms text[] NOT NULL,
  PRIMARY KEY (team_id, profile_id, part),
  FOREIGN KEY (team_id, profile_id) REFERENCES profiles (team_id, id) ON DELETE CASCADE
);
ALTER TABLE profile_threads ENABLE ROW LEVEL SECURITY;
ALTER TABLE profile_threads FORCE ROW LEVEL SECURITY;
CREATE POLICY team ON profile_threads USING (team_id = (SELECT current_team())) WITH CHECK (team_id = (SELECT current_team()));
GRANT SELECT, INSERT, UPDATE, DELETE ON profile_threads TO subsecond_app;
