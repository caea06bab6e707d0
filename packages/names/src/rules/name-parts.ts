/** What a rule makes of a name: the text to read, and what it took away, by which two equal texts can still be told apart. */
export interface NameParts {
  readonly text: string;
  /** Empty where nothing that tells functions apart was taken. */
  readonly apart: string;
}

/** The file's name alone; of `index.js` and its like, which say nothing, with the folder. */
export function fileName(path: string): string {
  const steps = path.split('/');
  const last = steps.at(-1) ?? path;
  const folder = steps.at(-2);
  if (last === '') return path;
  return folder !== undefined && folder !== '' && /^(?:index|__init__|__main__|mod|main)\.\w+/.test(last)
    ? `${folder}/${last}`
    : last;
}
