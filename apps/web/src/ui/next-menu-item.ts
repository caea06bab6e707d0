/** Which item of a menu a key moves to: arrows, Home, End, and a letter to the next item that starts with it. */
export function nextMenuItem(labels: readonly string[], current: number, key: string): number | undefined {
  const last = labels.length - 1;
  if (last < 0) return undefined;
  switch (key) {
    case 'ArrowDown':
      return current >= last ? 0 : current + 1;
    case 'ArrowUp':
      return current <= 0 ? last : current - 1;
    case 'Home':
      return 0;
    case 'End':
      return last;
  }
  if (key.length !== 1 || key === ' ') return undefined;
  const letter = key.toLowerCase();
  for (let step = 1; step <= labels.length; step++) {
    const candidate = (Math.max(current, -1) + step) % labels.length;
    if (labels[candidate]?.toLowerCase().startsWith(letter) === true) return candidate;
  }
  return undefined;
}
