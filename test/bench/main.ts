/** `npm run bench -- NAME …`: each bench prints one line of JSON. */
import { benchParse } from './parse.ts';

const [name, ...argv] = process.argv.slice(2);
if (name === 'parse') benchParse(argv);
else throw new Error(`No bench is called ${name ?? ''}. There are: parse FILE`);
