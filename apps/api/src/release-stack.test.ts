import { describe, expect, it } from 'vitest';
import { createReleaseStack } from './release-stack.ts';

describe('createReleaseStack', () => {
  it('releases last in, first out, one after the other', async () => {
    const stack = createReleaseStack();
    const order: string[] = [];
    stack.push('database', () => void order.push('database'));
    stack.push('server', async () => {
      await Promise.resolve();
      order.push('server');
    });
    expect(await stack.releaseAll()).toEqual([]);
    expect(order).toEqual(['server', 'database']);
  });

  it('goes on after a failure and reports it', async () => {
    const stack = createReleaseStack();
    let released = false;
    stack.push('database', () => {
      released = true;
    });
    stack.push('server', () => Promise.reject(new Error('stuck')));
    const failures = await stack.releaseAll();
    expect(released).toBe(true);
    expect(failures.map((error) => error.message)).toEqual(['server could not be released: stuck']);
  });

  it('does not wait for ever', async () => {
    const stack = createReleaseStack();
    let released = false;
    stack.push('database', () => {
      released = true;
    });
    stack.push('queue', () => new Promise(() => undefined), 10);
    const failures = await stack.releaseAll();
    expect(released).toBe(true);
    expect(failures.map((error) => error.message)).toEqual([
      'queue could not be released: it did not end within 10 ms',
    ]);
  });

  it('releases once however often it is asked', async () => {
    const stack = createReleaseStack();
    let times = 0;
    stack.push('server', () => void times++);
    await Promise.all([stack.releaseAll(), stack.releaseAll()]);
    expect(times).toBe(1);
  });
});
