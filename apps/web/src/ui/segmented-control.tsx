'use client';

import { type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

export interface Segment<V extends string> {
  readonly value: V;
  readonly label: ReactNode;
  /** Spoken instead of the label where that is a picture. */
  readonly name?: string;
  readonly disabled?: boolean;
}

/** One of a few. Native radio buttons: arrow keys move, and a form or a screen reader knows what they are. */
export function SegmentedControl<V extends string>({
  label,
  value,
  segments,
  onChange,
  className,
}: {
  /** What is chosen here, for a screen reader. */
  label: string;
  value: V;
  segments: readonly Segment<V>[];
  onChange: (value: V) => void;
  className?: string;
}) {
  const group = useId();
  return (
    <fieldset
      className={classNames(
        'inline-flex h-7 min-w-0 shrink-0 overflow-hidden rounded-md border border-line bg-panel has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-sel pointer-coarse:h-10',
        className,
      )}
    >
      <legend className="sr-only">{label}</legend>
      {segments.map((segment) => (
        <label
          key={segment.value}
          className={classNames(
            'relative inline-flex cursor-pointer items-center gap-1.5 whitespace-nowrap border-line border-r px-2.5 text-dim last:border-r-0',
            'hover:text-ink has-[:checked]:bg-chip has-[:checked]:font-medium has-[:checked]:text-ink has-[:disabled]:cursor-not-allowed has-[:disabled]:opacity-50',
          )}
        >
          <input
            type="radio"
            name={group}
            value={segment.value}
            checked={segment.value === value}
            disabled={segment.disabled ?? false}
            aria-label={segment.name}
            onChange={() => onChange(segment.value)}
            className="absolute inset-0 cursor-pointer opacity-0"
          />
          {segment.label}
        </label>
      ))}
    </fieldset>
  );
}
