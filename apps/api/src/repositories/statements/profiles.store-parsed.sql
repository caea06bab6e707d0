select "status" from "profiles" where "id" = $1 for update;

WITH
  events AS (DELETE FROM profile_events WHERE profile_id = $1),
  threads AS (DELETE FROM profile_threads WHERE profile_id = $2),
  seconds AS (DELETE FROM profile_seconds WHERE profile_id = $3)
  DELETE FROM profile_stacks WHERE profile_id = $4;

INSERT INTO profile_events (team_id, profile_id, event, name, weight_unit, fixed_weight, frequency_hz, sample_count, idle_sample_count, total_weight, is_lattice)
  SELECT current_team(), $1, (ordinality - 1)::smallint, name, weight_unit, fixed_weight, frequency_hz, sample_count, idle_sample_count, total_weight, is_lattice
  FROM unnest(
  $2::text[], $3::text[], $4::float8[],
  $5::float8[], $6::int8[], $7::int8[],
  $8::float8[], $9::boolean[]
  ) WITH ORDINALITY AS event (name, weight_unit, fixed_weight, frequency_hz, sample_count, idle_sample_count, total_weight, is_lattice);

INSERT INTO profile_threads (team_id, profile_id, part, pids, tids, comms)
  VALUES (current_team(), $1, $2, $3::int4[], $4::int4[], $5::text[]);

INSERT INTO profile_seconds (team_id, profile_id, event, second, sample_count, idle_sample_count, weight, bins, idle_bins, samples)
  SELECT current_team(), $1, event, second, sample_count, idle_sample_count, weight,
  substring($2::bytea FROM bins_end - bins_bytes + 1 FOR bins_bytes),
  substring($3::bytea FROM idle_bins_end - idle_bins_bytes + 1 FOR idle_bins_bytes),
  substring($4::bytea FROM samples_end - samples_bytes + 1 FOR samples_bytes)
  FROM unnest(
  $5::int2[], $6::int4[], $7::int4[],
  $8::int4[], $9::float8[],
  $10::int4[], $11::int4[], $12::int4[], $13::int4[], $14::int4[], $15::int4[]
  ) AS row (event, second, sample_count, idle_sample_count, weight, bins_bytes, bins_end, idle_bins_bytes, idle_bins_end, samples_bytes, samples_end);

INSERT INTO profile_stacks (team_id, profile_id, part, data) VALUES (current_team(), $1, $2, $3);

INSERT INTO profile_stacks (team_id, profile_id, part, data) VALUES (current_team(), $1, $2, $3);

update "profiles" set "status" = $1, "status_changed_at" = now(), "error" = $2, "host" = coalesce(host, $3), "summary" = $4, "thumbnail_deflated" = $5, "thumbnail_columns" = $6 where "id" = $7;
