-- The one team there is until people can sign in (LOCAL_TEAM_ID in src/db/roles.ts).
SELECT set_config('subsecond.team_id', '00000000-0000-7000-8000-000000000001', true);
INSERT INTO teams (id, name) VALUES ('00000000-0000-7000-8000-000000000001', 'Local');
SELECT set_config('subsecond.team_id', '', true);
