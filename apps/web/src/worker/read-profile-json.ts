import { NONE, type ProfileEvent, type RecordingHeader, type ThreadTable } from '@subsecond/profile';
import { ProfileFailure } from './profile-failure.ts';

/** The part of `GET /profiles/:id` and `/threads` that the tables need, checked once; JSON's null becomes undefined here. */
export interface StoredProfile {
  readonly status: string;
  readonly failureMessage: string | undefined;
  readonly events: readonly ProfileEvent[];
  readonly header: RecordingHeader;
  readonly timeZeroSeconds: number;
  readonly timeResolutionNs: number;
}

type Fields = Readonly<Record<string, unknown>>;

export function readStoredProfile(bytes: Uint8Array): StoredProfile {
  const profile = fieldsOf(parseJson(bytes), 'profile');
  const header =
    profile['header'] === null || profile['header'] === undefined ? {} : fieldsOf(profile['header'], 'profile.header');
  const error =
    profile['error'] === null || profile['error'] === undefined ? {} : fieldsOf(profile['error'], 'profile.error');
  return {
    status: textOf(profile, 'status') ?? '',
    failureMessage: textOf(error, 'message'),
    events: listOf(profile['events'], 'profile.events').map((entry) => readEvent(fieldsOf(entry, 'profile.events'))),
    header: {
      hostname: textOf(header, 'hostname'),
      osRelease: textOf(header, 'osRelease'),
      perfVersion: textOf(header, 'perfVersion'),
      arch: textOf(header, 'arch'),
      cpusOnline: numberOf(header, 'cpusOnline'),
      cpusAvailable: numberOf(header, 'cpusAvailable'),
      cpuDescription: textOf(header, 'cpuDescription'),
      commandLine: textOf(header, 'commandLine'),
      capturedOn: textOf(header, 'capturedOn'),
      referenceTime: textOf(header, 'referenceTime'),
      referenceClockNs: textOf(header, 'referenceClockNs'),
    },
    timeZeroSeconds: numberOf(profile, 'timeZeroSeconds') ?? 0,
    timeResolutionNs: numberOf(profile, 'timeResolutionNs') ?? 1000,
  };
}

export function readThreads(bytes: Uint8Array): ThreadTable {
  const threads = listOf(fieldsOf(parseJson(bytes), 'threads')['threads'], 'threads').map((entry) =>
    fieldsOf(entry, 'threads'),
  );
  return {
    length: threads.length,
    pid: Int32Array.from(threads, (thread) => numberOf(thread, 'pid') ?? NONE),
    tid: Int32Array.from(threads, (thread) => numberOf(thread, 'tid') ?? NONE),
    comm: threads.map((thread) => textOf(thread, 'comm') ?? ''),
  };
}

function readEvent(event: Fields): ProfileEvent {
  const unit = textOf(event, 'weightUnit');
  if (unit !== 'samples' && unit !== 'ns' && unit !== 'count' && unit !== 'bytes')
    throw damaged(`an event's weightUnit is ${JSON.stringify(unit)}`);
  return {
    name: textOf(event, 'name') ?? '',
    weightUnit: unit,
    fixedWeight: numberOf(event, 'fixedWeight'),
    frequencyHz: numberOf(event, 'frequencyHz'),
  };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw damaged(error instanceof Error ? error.message : String(error));
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldsOf(value: unknown, where: string): Fields {
  if (!isFields(value)) throw damaged(`${where} is no object`);
  return value;
}

function listOf(value: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(value)) throw damaged(`${where} is no list`);
  return value;
}

function textOf(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' ? value : undefined;
}

function numberOf(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  return typeof value === 'number' ? value : undefined;
}

function damaged(what: string): ProfileFailure {
  return new ProfileFailure(
    'damaged',
    `The server's answer about this profile can not be read: ${what}. Page and server may be of different versions: reload.`,
  );
}
