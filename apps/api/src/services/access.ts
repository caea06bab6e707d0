import { AppError } from '@subsecond/contracts';
import type { Principal, ProfileRecord, Repositories, TeamTransactions } from './ports.ts';

/**
 * Who may do what. Every service method begins here. What a principal can not see does not exist for them: a stranger's
 * id and an id that was never given out get the same 404.
 */
export type Action = 'read' | 'write';

const ROLES: Readonly<Record<Action, readonly Principal['role'][]>> = {
  read: ['viewer', 'editor', 'admin', 'owner'],
  write: ['editor', 'admin', 'owner'],
};

export function requireRole(principal: Principal, action: Action): void {
  if (ROLES[action].includes(principal.role)) return;
  throw new AppError(
    'forbidden',
    `"${principal.name}" is a ${principal.role} of this team, and this takes one of: ${ROLES[action].join(', ')}. Ask the team's owner for the role.`,
  );
}

/** The profile, if the principal's team has it; its repositories see that team alone. */
export async function findProfile(repositories: Pick<Repositories, 'profiles'>, id: string): Promise<ProfileRecord> {
  const profile = await repositories.profiles.findById(id);
  if (profile === undefined) throw profileNotFound(id);
  return profile;
}

export async function requireProfile(
  teams: TeamTransactions,
  principal: Principal,
  action: Action,
  id: string,
): Promise<ProfileRecord> {
  requireRole(principal, action);
  return teams.inTeam(principal.teamId, (repositories) => findProfile(repositories, id));
}

export function profileNotFound(id: string): AppError {
  return new AppError(
    'profile-not-found',
    `No profile of your team has the id "${id}". GET /api/v1/profiles lists those it has.`,
  );
}
