import type { AdminSessionState } from '@subsecond/contracts';
import { sendJson } from './send-json.ts';

const ADMIN_SESSION_PATH = '/api/v1/admin-session';

/** These never ask for the token themselves, so they stand beside the client, not in it. */
export function getAdminSession(fetch: typeof globalThis.fetch): Promise<AdminSessionState> {
  return sendJson(fetch, ADMIN_SESSION_PATH);
}

/** Hands the token in; the server keeps it in a cookie that no script can read. */
export function openAdminSession(fetch: typeof globalThis.fetch, token: string): Promise<void> {
  return sendJson(fetch, ADMIN_SESSION_PATH, { method: 'POST', body: { token } });
}

export function closeAdminSession(fetch: typeof globalThis.fetch): Promise<void> {
  return sendJson(fetch, ADMIN_SESSION_PATH, { method: 'DELETE' });
}
