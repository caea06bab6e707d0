-- Teams, and what they uploaded. Everything stands in schema `subsecond`, owned by subsecond_owner.
--
-- Every tenant table carries team_id, has Row-Level Security enabled and forced, and one policy: the row's team is the one
-- the transaction has named in `subsecond.team_id`. Without that setting nothing is seen and nothing can be written.

CREATE TABLE teams (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- NULLIF: after a transaction with a local setting the value is '' and not NULL.
CREATE FUNCTION current_team() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT NULLIF(current_setting('subsecond.team_id', true), '')::uuid $$;

CREATE TABLE profiles (
  team_id uuid NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
  id uuid NOT NULL,
  name text NOT NULL,
  status text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'parsing', 'ready', 'failed')),
  host text,
  labels jsonb NOT NULL DEFAULT '{}',
  pinned boolean NOT NULL DEFAULT false,
  story text,
  file_name text,
  blob_key text NOT NULL,
  upload_bytes bigint NOT NULL,
  upload_sha256 bytea NOT NULL,
  -- Milliseconds, because that is what a cursor and a Date can hold.
  uploaded_at timestamptz(3) NOT NULL DEFAULT now(),
  status_changed_at timestamptz(3) NOT NULL DEFAULT now(),
  started_at timestamptz(3),
  error jsonb,
  -- What the parse found out, beside the tables below; NULL until ready.
  summary jsonb,
  thumbnail bytea,
  thumbnail_columns integer,
  PRIMARY KEY (team_id, id)
);
CREATE INDEX profiles_newest ON profiles (team_id, uploaded_at DESC, id DESC);
CREATE INDEX profiles_of_host ON profiles (team_id, host, uploaded_at DESC, id DESC);
CREATE INDEX profiles_blob ON profiles (blob_key);
-- What the sweeper looks at; a handful of rows at any time.
CREATE INDEX profiles_unfinished ON profiles (status_changed_at) WHERE status IN ('queued', 'parsing');

-- Labels once more, a row each: `labels @> …` is not leakproof, so under Row-Level Security no GIN index would be used for it.
CREATE TABLE profile_labels (
  team_id uuid NOT NULL,
  profile_id uuid NOT NULL,
  key text NOT NULL,
  value text NOT NULL,
  PRIMARY KEY (team_id, key, value, profile_id),
  FOREIGN KEY (team_id, profile_id) REFERENCES profiles (team_id, id) ON DELETE CASCADE
);
CREATE INDEX profile_labels_of_profile ON profile_labels (team_id, profile_id);

CREATE TABLE profile_events (
  team_id uuid NOT NULL,
  profile_id uuid NOT NULL,
  event smallint NOT NULL,
  name text NOT NULL,
  weight_unit text NOT NULL,
  -- NULL where it varies.
  fixed_weight double precision,
  frequency_hz double precision,
  sample_count bigint NOT NULL,
  idle_sample_count bigint NOT NULL,
  total_weight double precision NOT NULL,
  is_lattice boolean NOT NULL,
  PRIMARY KEY (team_id, profile_id, event),
  FOREIGN KEY (team_id, profile_id) REFERENCES profiles (team_id, id) ON DELETE CASCADE
);

CREATE TABLE profile_threads (
  team_id uuid NOT NULL,
  profile_id uuid NOT NULL,
  thread integer NOT NULL,
  pid integer,
  tid integer NOT NULL,
  comm text NOT NULL,
  PRIMARY KEY (team_id, profile_id, thread),
  FOREIGN KEY (team_id, profile_id) REFERENCES profiles (team_id, id) ON DELETE CASCADE
);

CREATE TABLE profile_seconds (
  team_id uuid NOT NULL,
  profile_id uuid NOT NULL,
  weight double precision NOT NULL,
  -- Since time zero; -1 holds the samples without a time.
  second integer NOT NULL,
  sample_count integer NOT NULL,
  idle_sample_count integer NOT NULL,
  event smallint NOT NULL,
  -- 50 counts, row 0 the earliest, as unsigned little-endian integers of one width: 1, 2 or 4 bytes each (unpack_bins reads them).
  bins bytea NOT NULL,
  -- Of those, the idle ones; empty where none is.
  idle_bins bytea NOT NULL,
  -- docs/profile-format.md, deflated raw: goes to the browser as it is.
  samples bytea NOT NULL,
  PRIMARY KEY (team_id, profile_id, event, second),
  FOREIGN KEY (team_id, profile_id) REFERENCES profiles (team_id, id) ON DELETE CASCADE
);
-- Already deflated: compressing again costs time and saves nothing.
ALTER TABLE profile_seconds ALTER COLUMN samples SET STORAGE EXTERNAL;

CREATE TABLE profile_stacks (
  team_id uuid NOT NULL,
  profile_id uuid NOT NULL,
  part integer NOT NULL,
  data bytea NOT NULL,
  PRIMARY KEY (team_id, profile_id, part),
  FOREIGN KEY (team_id, profile_id) REFERENCES profiles (team_id, id) ON DELETE CASCADE
);
ALTER TABLE profile_stacks ALTER COLUMN data SET STORAGE EXTERNAL;

CREATE TABLE idempotency_keys (
  team_id uuid NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
  key text NOT NULL,
  request_digest bytea NOT NULL,
  profile_id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (team_id, key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

-- The counts of `bins`, for a heat map in plain SQL.
CREATE FUNCTION unpack_bins(packed bytea) RETURNS integer[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
  SELECT array_agg(
    CASE length(packed) / 50
      WHEN 1 THEN get_byte(packed, i)
      WHEN 2 THEN get_byte(packed, 2 * i) + (get_byte(packed, 2 * i + 1) << 8)
      ELSE get_byte(packed, 4 * i) + (get_byte(packed, 4 * i + 1) << 8) + (get_byte(packed, 4 * i + 2) << 16) + (get_byte(packed, 4 * i + 3) << 24)
    END ORDER BY i)
  FROM generate_series(0, 49) AS i
  WHERE length(packed) > 0
$$;
