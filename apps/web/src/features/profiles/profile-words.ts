import type { ProfileFailure, ProfileProgress, ProfileSummary } from '@subsecond/contracts';
import { agoWords, bytesWords, countWords, hostTimeWords, instantWords } from '../../ui/words.ts';

/** When it was recorded, as exactly as anybody knows; else when it was uploaded. */
export function whenWords(
  profile: Pick<ProfileSummary, 'startedAt' | 'capturedOn' | 'uploadedAt'>,
  nowMs: number,
): string {
  if (profile.startedAt !== null) return instantWords(profile.startedAt);
  if (profile.capturedOn !== null) return hostTimeWords(profile.capturedOn);
  return `uploaded ${agoWords(profile.uploadedAt, nowMs)}`;
}

/** What tells two uploads of one recording apart: the file, where the name does not say it, and when it came. */
export function uploadWords(profile: Pick<ProfileSummary, 'name' | 'fileName' | 'uploadedAt'>): string {
  const came = `uploaded ${instantWords(profile.uploadedAt)}`;
  return profile.fileName === null || profile.fileName === profile.name ? came : `${profile.fileName}, ${came}`;
}

export function progressWords(progress: ProfileProgress | undefined, status: ProfileSummary['status']): string {
  if (progress === undefined) return status === 'queued' ? 'Waiting to be read' : 'Being read';
  switch (progress.phase) {
    case 'waiting':
      return progress.status === 'parsing' ? 'Being read' : 'Waiting to be read';
    case 'reading':
      return `Reading: ${bytesWords(progress.bytesRead)} of ${bytesWords(progress.bytesTotal)}, ${countWords(progress.samples, 'sample')}`;
    case 'storing':
      return `Storing ${countWords(progress.samples, 'sample')}`;
    case 'done':
      return progress.status === 'failed' ? 'Could not be read' : 'Ready';
  }
}

export interface FailureWords {
  readonly what: string;
  /** Where in the file, and what it looks like instead. */
  readonly details: string;
  readonly cure: string;
}

export function failureWords(failure: ProfileFailure | null): FailureWords {
  if (failure === null)
    return {
      what: 'The file could not be read.',
      details: '',
      cure: 'Upload it again; if it fails again, look into the server’s log.',
    };
  // The parser's own message often says either already.
  const saysLine = /\bline \d/i.test(failure.message);
  // An empty file has no line, and seems to be nothing else.
  if (failure.seemsToBe === 'empty') return { what: failure.message, details: '', cure: failure.cure };
  const saysKind = failure.message.includes('seems to be');
  const details = [
    failure.line === null || saysLine ? '' : `Line ${failure.line}.`,
    failure.seemsToBe === null || saysKind ? '' : `It seems to be ${failure.seemsToBe}.`,
  ];
  return { what: failure.message, details: details.filter((text) => text !== '').join(' '), cure: failure.cure };
}
