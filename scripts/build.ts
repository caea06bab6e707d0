// `npm run build`: the pages and the agent, as they are shipped. The API needs no build.
import { ensureWebIsBuilt } from './bootstrap/build-web.mjs';
import { buildAgent } from './build-agent.ts';
import { repositoryRoot } from './rooms.ts';

await ensureWebIsBuilt(repositoryRoot, process.execPath);
console.log(`agent: ${await buildAgent(repositoryRoot)}`);
