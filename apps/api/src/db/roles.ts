/** Migrates and owns everything, the queue's schema included. */
export const OWNER_ROLE = 'subsecond_owner';
/** Serves: reads and writes rows of the team its transaction names, and can change no rule. */
export const APP_ROLE = 'subsecond_app';

/** The one team there is until people can sign in. */
export const LOCAL_TEAM_ID = '00000000-0000-7000-8000-000000000001';

/** The setting that Row-Level Security compares `team_id` with. */
export const TEAM_SETTING = 'subsecond.team_id';
