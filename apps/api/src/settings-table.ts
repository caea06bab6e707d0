import { ERRORS } from '@subsecond/contracts';
import { SETTINGS, type Setting } from './config.ts';

/** The settings as docs/operations.md shows them; a test holds the two together. */
export function settingsTable(): string {
  const rows = Object.values<Setting<unknown>>(SETTINGS).map(
    ({ name, default: text, meaning }) =>
      `| \`${name}\` | ${text === undefined || text === '' ? '' : `\`${text}\``} | ${meaning} |`,
  );
  return ['| setting | default | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

export function errorsTable(): string {
  const rows = Object.entries(ERRORS).map(([code, { status, title }]) => `| \`${code}\` | ${status} | ${title} |`);
  return ['| code | status | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}
