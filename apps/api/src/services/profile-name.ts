const KNOWN_EXTENSIONS = new Set(['gz', 'zst', 'txt', 'perf', 'script', 'out']);

/** A profile's name where the upload gives none: its file's name without folders and extensions, as one line of text. */
export function profileNameOf(fileName: string | undefined): string {
  let name = lastPathPart(fileName ?? '');
  for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.')) {
    if (!KNOWN_EXTENSIONS.has(name.slice(dot + 1).toLowerCase())) break;
    name = name.slice(0, dot);
  }
  const text = oneLine(name);
  return text === '' ? 'profile' : text;
}

/** A file name as it is shown: no folders, no control characters, at most 200 characters. */
export function shownFileName(fileName: string | undefined): string | undefined {
  const text = oneLine(lastPathPart(fileName ?? ''));
  return text === '' ? undefined : text;
}

function lastPathPart(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 200)
    .toWellFormed();
}
