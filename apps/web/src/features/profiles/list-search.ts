import type { ProfileListQuery } from '@subsecond/contracts';

/**
 * What is typed into the list's search, as the API asks for it: `key:value` names a label, everything else is looked for
 * in names and hosts. Quotes hold a value with blanks together: `team:"core services"`.
 */
export type ListSearch = Pick<Partial<ProfileListQuery>, 'q' | 'label'>;

const LABEL = /(?:^|\s)([^\s:"]{1,64}):(?:"([^"]*)"|(\S+))(?=\s|$)/g;

export function parseListSearch(text: string): ListSearch {
  const label: string[] = [];
  const rest = text.replace(LABEL, (whole, key: string, quoted: string | undefined, word: string | undefined) => {
    // `http://host` and `std::sort` are words, no labels.
    if (quoted === undefined && /^[:/]/.test(word ?? '')) return whole;
    label.push(`${key}:${quoted ?? word ?? ''}`);
    return ' ';
  });
  const q = rest.trim().replace(/\s+/g, ' ').slice(0, 200);
  return { ...(q === '' ? {} : { q }), ...(label.length === 0 ? {} : { label }) };
}

/** The page's address says what is searched for: `/?q=checkout`. */
export function searchOfAddress(search: string): string {
  return (new URLSearchParams(search).get('q') ?? '').slice(0, 200);
}

export function addressOfSearch(path: string, text: string): string {
  return text === '' ? path : `${path}?${new URLSearchParams({ q: text })}`;
}
