'use client';

import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { ChevronDownIcon } from './icons.tsx';

export interface SelectOption<V extends string> {
  readonly value: V;
  readonly label: string;
  readonly disabled?: boolean;
}

/** One of many: the platform's own list, which every keyboard, phone and screen reader knows. */
export function Select<V extends string>({
  label,
  value,
  options,
  onChange,
  prefix,
  className,
}: {
  /** What is chosen here; spoken, and shown only as far as `prefix` says it. */
  label: string;
  value: V;
  options: readonly SelectOption<V>[];
  onChange: (value: V) => void;
  prefix?: ReactNode;
  className?: string;
}) {
  return (
    <span
      className={classNames(
        'relative inline-flex h-7 min-w-0 items-center rounded-md border border-line bg-panel hover:bg-chip has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-sel pointer-coarse:h-10',
        className,
      )}
    >
      {prefix !== undefined && (
        <span aria-hidden="true" className="pl-2.5 text-dim">
          {prefix}
        </span>
      )}
      <select
        aria-label={label}
        value={value}
        onChange={(e) => {
          const chosen = options.find((option) => option.value === e.target.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
        className="h-full min-w-0 max-w-full appearance-none truncate rounded-md bg-transparent pr-7 pl-2.5 outline-none"
      >
        {options.map((option) => (
          <option
            key={option.value}
            value={option.value}
            disabled={option.disabled ?? false}
            className="bg-panel text-ink"
          >
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDownIcon className="pointer-events-none absolute right-2 text-dim" />
    </span>
  );
}
