import { describe, expect, it } from 'vitest';
import { contentDisposition } from './analysis.routes.ts';

describe('contentDisposition', () => {
  it('names a file that every system takes', () => {
    const header = contentDisposition('attachment', 'a<b>:"c"|d?*=/..\\e\u202ef\r\n', 'svg');
    expect(header).toBe(
      `attachment; filename="a_b___c__d____.._e_f__.svg"; filename*=UTF-8''a_b___c__d____.._e_f__.svg`,
    );
  });

  it('keeps it short, and whole characters', () => {
    const header = contentDisposition('inline', '🔥'.repeat(200), 'svg');
    expect(decodeURIComponent(header.split("''")[1] ?? '')).toBe(`${'🔥'.repeat(80)}.svg`);
  });
});
