/** What the person chose; `system` follows the operating system. Kept in a cookie so that the server can render it at once. */
export type ThemeChoice = 'light' | 'dark' | 'system';
/** What is drawn. */
export type Theme = 'light' | 'dark';

export const THEME_COOKIE = 'subsecond-theme';

export function readThemeChoice(cookie: string | undefined): ThemeChoice {
  return cookie === 'light' || cookie === 'dark' ? cookie : 'system';
}

const ONE_YEAR_SECONDS = 365 * 24 * 3600;

/** The value for `document.cookie`; choosing `system` forgets the cookie. */
export function printThemeCookie(choice: ThemeChoice): string {
  const age = choice === 'system' ? 0 : ONE_YEAR_SECONDS;
  return `${THEME_COOKIE}=${choice}; Path=/; Max-Age=${age}; SameSite=Lax`;
}
