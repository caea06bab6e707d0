import { visibleName } from './visible-name.ts';

/** A name that a recording gave: its letters, whatever their direction, turn nothing that stands beside it. */
export function Name({ children }: { children: string }) {
  return <bdi>{visibleName(children)}</bdi>;
}
