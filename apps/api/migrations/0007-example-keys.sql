-- Which example of the product a profile is, so that a newer release can replace it. A person who renames, labels or pins an
-- example makes it his own: then it has no key any more, and no release touches it.
ALTER TABLE profiles ADD COLUMN example_key text;
CREATE INDEX profiles_example_key ON profiles (team_id, example_key) WHERE example_key IS NOT NULL;

-- Those that an earlier release has put there were named after their folder. Row-Level Security binds the owner as well.
SELECT set_config('subsecond.team_id', '00000000-0000-7000-8000-000000000001', true);
UPDATE profiles SET example_key = replace(file_name, '.perf.txt.gz', '')
WHERE story IS NOT NULL AND labels ->> 'example' = 'true' AND NOT pinned;
SELECT set_config('subsecond.team_id', '', true);
