import { frameName } from '@subsecond/profile';
import type { ProfileState } from './profile-state.ts';
import type { NamesAnswer } from './protocol.ts';

/** Every name that is shown otherwise than perf printed it, once. */
export function answerNames(state: ProfileState): NamesAnswer {
  const shown: string[] = [];
  const original: string[] = [];
  const seen = new Set<string>();
  for (let frame = 0; frame < state.profile.frames.length; frame++) {
    const name = frameName(state.profile, frame);
    const printed = state.originalName(frame);
    const key = `${name}\n${printed}`;
    if (name === printed || seen.has(key)) continue;
    seen.add(key);
    shown.push(name);
    original.push(printed);
  }
  return { shown, original };
}
