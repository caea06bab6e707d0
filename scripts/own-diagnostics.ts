/**
 * tsc compiles a room together with the sources of the packages it imports, under the room's own settings; but
 * packages/parser and packages/profile are written for theirs (no `noUncheckedIndexedAccess`). What is said about a file
 * of another room is left out here: that room's own check says it.
 */
export function ownDiagnostics(output: string, room: string, rooms: readonly string[]): string {
  const others = rooms.filter((other) => other !== room);
  const kept: string[] = [];
  let isOwn = true;
  for (const line of output.split('\n')) {
    const file = /^([^\s(][^(]*)\(\d+,\d+\): /.exec(line)?.[1];
    // Indented lines go on with the diagnostic above them; a line without a file is about the room as a whole.
    if (file !== undefined) isOwn = !others.some((other) => file.startsWith(`${other}/`));
    else if (!line.startsWith(' ')) isOwn = true;
    if (isOwn && line !== '') kept.push(line);
  }
  return kept.join('\n');
}
