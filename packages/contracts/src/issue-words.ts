/** Of a Zod issue, what its words are made from; the rest of it differs by `code`. */
export interface ValueIssue {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly [detail: string]: unknown;
}

const TYPES: ReadonlyMap<unknown, string> = new Map([
  ['string', 'a text'],
  ['number', 'a number'],
  ['int', 'a whole number'],
  ['boolean', 'true or false'],
  ['array', 'a list'],
  ['object', 'an object'],
  ['record', 'an object'],
]);

/**
 * Why a value does not fit, to follow "is not valid:" in a sentence that a person reads. What the schemas say in their own words
 * stays; Zod's words for its own checks ("Too small: expected number to be >=10") are for programmers.
 */
export function issueWords(issue: ValueIssue): string {
  const { code, origin, minimum, maximum, expected, values, keys } = issue;
  const message = typeof issue.message === 'string' ? issue.message : 'it does not fit';
  switch (code) {
    case 'too_small':
      if (origin === 'string') return minimum === 1 ? 'empty' : `shorter than ${String(minimum)} characters`;
      return origin === 'array' ? `fewer than ${String(minimum)}` : `less than ${String(minimum)}`;
    case 'too_big':
      if (origin === 'string') return `longer than ${String(maximum)} characters`;
      return origin === 'array' ? `more than ${String(maximum)}` : `greater than ${String(maximum)}`;
    case 'invalid_type':
      return `not ${TYPES.get(expected) ?? 'of the right kind'}`;
    case 'invalid_value':
      return Array.isArray(values) ? `none of ${values.map((value) => JSON.stringify(value)).join(', ')}` : message;
    case 'unrecognized_keys':
      return `there is no ${Array.isArray(keys) ? keys.map((key) => JSON.stringify(key)).join(', ') : 'such field'}`;
    case 'invalid_key':
    case 'invalid_element':
      return 'one of its keys or values does not fit';
    case 'invalid_format':
      return message.startsWith('Invalid') ? 'not in the right form' : message;
    default:
      return message.startsWith('Invalid') ? 'it does not fit' : message;
  }
}
