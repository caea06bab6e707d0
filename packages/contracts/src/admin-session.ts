import { z } from 'zod';

/** `/api/v1/admin-session`: how a browser trades the server's admin token for a cookie. */

export const adminSessionRequest = z.strictObject({ token: z.string().min(1).max(1024) });
export type AdminSessionRequest = z.infer<typeof adminSessionRequest>;

export const adminSessionState = z.object({
  /** Whether this server answers API requests only with its token. */
  required: z.boolean(),
  /** Whether this request carried it, as a bearer token or a cookie. */
  accepted: z.boolean(),
});
export type AdminSessionState = z.infer<typeof adminSessionState>;
