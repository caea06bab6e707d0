UPDATE profiles SET
  name = coalesce($1, name),
  labels = coalesce($2::jsonb, labels),
  pinned = coalesce($3, pinned),
  example_key = NULL
  WHERE id = $4 RETURNING id;

delete from "profile_labels" where "profile_id" = $1;

INSERT INTO profile_labels (team_id, profile_id, key, value)
  SELECT current_team(), $1, key, value FROM unnest($2::text[], $3::text[]) AS label (key, value);

select "profiles"."id", "profiles"."name", "profiles"."status", "profiles"."host", "profiles"."labels", "profiles"."pinned", "profiles"."story", "profiles"."file_name", "profiles"."blob_key", "profiles"."upload_bytes", "profiles"."upload_sha256", "profiles"."uploaded_at", "profiles"."started_at", "profiles"."error", "profiles"."summary", "profiles"."thumbnail_deflated", "profiles"."thumbnail_columns", (select coalesce(json_agg(agg), '[]') from (select "e"."name", "e"."weight_unit", "e"."fixed_weight", "e"."frequency_hz", "e"."sample_count", "e"."idle_sample_count", "e"."total_weight", "e"."is_lattice" from "profile_events" as "e" where "e"."team_id" = "profiles"."team_id" and "e"."profile_id" = "profiles"."id" order by "e"."event") as agg) as "events" from "profiles" where "profiles"."id" = $1;
