import type { StoredData } from './analysis-messages.ts';
import type { TeamTransactions } from './ports.ts';

/** A profile's stored tables for the analysis threads. The caller has checked access; the team is fixed here all the same. */
export function createStoredData(
  teams: TeamTransactions,
  teamId: string,
  profileId: string,
  eventCount: number,
): StoredData {
  return {
    tables: () =>
      teams.inTeam(teamId, async ({ tables }) => {
        const threads = await tables.threads(profileId);
        const stackParts = await tables.stackParts(profileId);
        return { threads, stackParts };
      }),

    chunks: ({ event, seconds }) =>
      teams.inTeam(teamId, async ({ tables }) => {
        const rows = [];
        for (const index of event === undefined ? Array.from({ length: eventCount }, (_none, i) => i) : [event]) {
          rows.push(...(await tables.seconds(profileId, index, seconds)));
        }
        return rows.map((row) => ({ event: row.event, second: row.second, bytes: row.samples }));
      }),
  };
}
