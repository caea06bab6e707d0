import { AppError } from '@subsecond/contracts';

/** Where the next page of the profile list begins: after this upload. Opaque to clients. */
export interface ListCursor {
  readonly uploadedAt: Date;
  readonly id: string;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const printListCursor = (cursor: ListCursor): string =>
  Buffer.from(`${cursor.uploadedAt.getTime()} ${cursor.id}`).toString('base64url');

export function parseListCursor(text: string): ListCursor {
  const [milliseconds = '', id = '', rest] = Buffer.from(text, 'base64url').toString('latin1').split(' ');
  const uploadedAt = new Date(/^\d{1,15}$/.test(milliseconds) ? Number(milliseconds) : Number.NaN);
  if (rest !== undefined || Number.isNaN(uploadedAt.getTime()) || !UUID.test(id)) {
    throw new AppError(
      'bad-query',
      `cursor=${text} is not one that this server gave out. Leave it away to begin with the newest profile.`,
    );
  }
  return { uploadedAt, id };
}
