import { createHash } from 'node:crypto';
import { FLAME_GRAPH_SCRIPT } from '@subsecond/export';

/** Of the script inside of every flame graph picture, as a Content-Security-Policy names it. */
export const PICTURE_SCRIPT_HASH = `sha256-${createHash('sha256').update(FLAME_GRAPH_SCRIPT).digest('base64')}`;
