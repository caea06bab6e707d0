import { expect, test } from 'vitest';
import { watchProgress } from './watch-progress.ts';

function fakeSource() {
  const listeners = new Map<string, (e: Event) => void>();
  return {
    readyState: 1,
    closed: false,
    close() {
      this.closed = true;
      this.readyState = 2;
    },
    addEventListener(type: string, listener: (e: Event) => void) {
      listeners.set(type, listener);
    },
    say(type: string, data?: unknown) {
      listeners.get(type)?.(
        Object.assign(
          new Event(type),
          data === undefined ? {} : { data: typeof data === 'string' ? data : JSON.stringify(data) },
        ),
      );
    },
  };
}

const reading = { status: 'parsing', bytesRead: 1, bytesTotal: 2, samples: 3, phase: 'reading', error: null };

function watch() {
  const source = fakeSource();
  const heard: string[] = [];
  const stop = watchProgress(() => source, 'id', {
    onProgress: (progress) => heard.push(`progress ${progress.samples}`),
    onEnd: (progress) => heard.push(`end ${progress.status}`),
    onLost: () => heard.push('lost'),
  });
  return { source, heard, stop };
}

test('progress is passed on until the end, which closes the stream', () => {
  const { source, heard } = watch();
  source.say('progress', reading);
  source.say('end', { ...reading, status: 'ready', phase: 'done' });
  source.say('progress', reading);
  expect(heard).toEqual(['progress 3', 'end ready']);
  expect(source.closed).toBe(true);
});

test('a cut connection is left to the browser, a refused one is lost', () => {
  const { source, heard } = watch();
  source.readyState = 0;
  source.say('error');
  expect(heard).toEqual([]);
  source.readyState = 2;
  source.say('error');
  expect(heard).toEqual(['lost']);
});

test('what is no progress is not passed on, and nothing is after stopping', () => {
  const { source, heard, stop } = watch();
  source.say('progress', 'not json');
  source.say('progress', { hello: 1 });
  source.say('progress');
  stop();
  source.say('progress', reading);
  source.say('error');
  expect(heard).toEqual([]);
});
