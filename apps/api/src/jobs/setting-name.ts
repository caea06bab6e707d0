/** Readers and the inflater know their limits by the names of `ParseThreadLimits`; whoever runs the server, by those of the environment. */
export const settingName = (limit: string): string =>
  `SUBSECOND_${limit.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;

/** A cure in the words of the server's settings: "raise the limit maxLineBytes" becomes "raise SUBSECOND_MAX_LINE_BYTES". */
export const nameSettings = (cure: string): string =>
  cure.replace(/\bthe limit (max[A-Za-z]+)/g, (_words, limit: string) => settingName(limit));
