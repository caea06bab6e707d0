insert into "profiles" ("team_id", "id", "name", "host", "labels", "story", "example_key", "file_name", "blob_key", "upload_bytes", "upload_sha256", "started_at") values (current_team(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

INSERT INTO profile_labels (team_id, profile_id, key, value)
  SELECT current_team(), $1, key, value FROM unnest($2::text[], $3::text[]) AS label (key, value);
