import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

export const repositoryRoot = path.dirname(import.meta.dirname);

/** Folders with a tsconfig.json of their own: each is checked as one program. */
export function typeScriptRooms(root: string): string[] {
  const rooms = ['packages', 'apps'].flatMap((folder) =>
    readdirSync(path.join(root, folder)).map((room) => `${folder}/${room}`),
  );
  return [...rooms, 'scripts', 'test'].filter((room) => existsSync(path.join(root, room, 'tsconfig.json'))).sort();
}
