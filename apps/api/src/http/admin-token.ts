import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The admin token opens the server until people can sign in. A script sends it as a bearer token. A browser trades it once
 * for a cookie, which holds the time it was made and an HMAC over it keyed with the token: who reads the cookie does not
 * learn the token, and changing the token ends every session.
 */

export const ADMIN_COOKIE = 'subsecond_admin';
export const ADMIN_COOKIE_SECONDS = 30 * 24 * 3600;

export type TokenProof = 'absent' | 'wrong' | 'right';

/** Compares digests, so that neither the length nor the time tells anything about the token. */
export function isAdminToken(expected: string, given: string): boolean {
  return timingSafeEqual(createHash('sha256').update(expected).digest(), createHash('sha256').update(given).digest());
}

export function adminCookieValue(token: string, nowSeconds: number): string {
  const issuedAt = String(Math.floor(nowSeconds));
  return `${issuedAt}.${sign(token, issuedAt)}`;
}

export function isAdminCookie(token: string, value: string, nowSeconds: number): boolean {
  const match = /^(\d{1,12})\.([\w-]{43})$/.exec(value);
  if (match === null) return false;
  const [, issuedAt = '', signature = ''] = match;
  const age = nowSeconds - Number(issuedAt);
  return isAdminToken(sign(token, issuedAt), signature) && age >= -60 && age < ADMIN_COOKIE_SECONDS;
}

/** What a request proves. A wrong bearer token is wrong even beside a right cookie: somebody meant it. */
export function proofOf(
  token: string,
  headers: { readonly authorization?: string | undefined; readonly cookie?: string | undefined },
  nowSeconds: number,
): TokenProof {
  if (headers.authorization !== undefined) {
    const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization)?.[1];
    return bearer !== undefined && isAdminToken(token, bearer) ? 'right' : 'wrong';
  }
  const cookie = readCookie(headers.cookie, ADMIN_COOKIE);
  if (cookie === undefined) return 'absent';
  // A cookie that is out of date is only absent: the browser sends it unasked, and the page then asks for the token.
  return isAdminCookie(token, cookie, nowSeconds) ? 'right' : 'absent';
}

export function setCookieHeader(
  value: string,
  options: { readonly maxAgeSeconds: number; readonly secure: boolean },
): string {
  return `${ADMIN_COOKIE}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${options.maxAgeSeconds}${options.secure ? '; Secure' : ''}`;
}

function readCookie(header: string | undefined, name: string): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const equals = pair.indexOf('=');
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return undefined;
}

function sign(token: string, issuedAt: string): string {
  return createHmac('sha256', token).update(`subsecond admin session 1 ${issuedAt}`).digest('base64url');
}
