// `npm run types [-- ROOM…]`: tsc over every room, two at a time.
import path from 'node:path';
import { ownDiagnostics } from './own-diagnostics.ts';
import { repositoryRoot, typeScriptRooms } from './rooms.ts';
import { runProgram } from './run-program.ts';

const AT_ONCE = 2;

const rooms = typeScriptRooms(repositoryRoot);
const asked = process.argv.slice(2).map((room) => room.replace(/\/$/, ''));
const waiting = asked.length > 0 ? asked : [...rooms];
const failed: string[] = [];

await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (let room = waiting.shift(); room !== undefined; room = waiting.shift()) await checkRoom(room);
  }),
);

if (failed.length > 0) {
  console.error(`\nTypes are wrong in ${failed.join(', ')}. One room again: npm run types -- ${failed[0]}`);
  process.exitCode = 1;
}

async function checkRoom(room: string): Promise<void> {
  const started = Date.now();
  const tsc = path.join(repositoryRoot, 'node_modules/typescript/bin/tsc');
  const { code, output } = await runProgram(process.execPath, [tsc, '--noEmit', '--pretty', 'false', '-p', room], {
    cwd: repositoryRoot,
  });
  const own = ownDiagnostics(output, room, rooms);
  const isOk = code === 0 || own === '';
  console.log(`${isOk ? 'ok    ' : 'FAILED'} ${room} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  if (isOk) return;
  failed.push(room);
  console.log(own);
}
