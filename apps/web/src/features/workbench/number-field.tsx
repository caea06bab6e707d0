'use client';

import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { classNames } from '../../ui/class-names.ts';

/**
 * A number that is typed, with proposals. It is taken over with Enter or on leaving; what can't be taken is marked, said,
 * and left standing to be mended. Escape brings the old one back.
 */
export function NumberField<T>({
  label,
  prefix,
  unit,
  value,
  print,
  parse,
  onChange,
  proposals = [],
  help,
  width = 'w-14',
  inputRef,
}: {
  label: string;
  prefix?: ReactNode;
  unit?: string;
  value: T;
  print: (value: T) => string;
  parse: (text: string) => T | undefined;
  onChange: (value: T) => void;
  proposals?: readonly string[];
  /** What may stand here; shown where it does not. */
  help: string | ((text: string) => string);
  width?: string;
  inputRef?: { current: HTMLInputElement | null };
}) {
  const id = useId();
  const own = useRef<HTMLInputElement>(null);
  const printed = print(value);
  const [text, setText] = useState(printed);
  const [isInvalid, setInvalid] = useState(false);
  useEffect(() => {
    setText(printed);
    setInvalid(false);
  }, [printed]);

  const commit = () => {
    const parsed = parse(text.trim());
    setInvalid(parsed === undefined);
    if (parsed !== undefined && print(parsed) !== printed) onChange(parsed);
    else if (parsed !== undefined) setText(printed);
  };

  return (
    <span className="relative inline-flex">
      <label
        htmlFor={id}
        className={classNames(
          'inline-flex h-7 items-center gap-1.5 rounded-md border bg-panel px-2.5 hover:bg-chip has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-sel pointer-coarse:h-10',
          isInvalid ? 'border-danger' : 'border-line',
        )}
      >
        {prefix !== undefined && <span className="text-dim">{prefix}</span>}
        <input
          ref={(element) => {
            own.current = element;
            if (inputRef !== undefined) inputRef.current = element;
          }}
          id={id}
          aria-label={unit === undefined ? label : `${label}, in ${unit}`}
          aria-invalid={isInvalid}
          aria-describedby={isInvalid ? `${id}-help` : undefined}
          inputMode="decimal"
          autoComplete="off"
          spellCheck={false}
          list={proposals.length > 0 ? `${id}-list` : undefined}
          value={text}
          onChange={(e) => {
            setText(e.target.value);
            // A chosen proposal arrives whole; what is typed waits for Enter.
            if (proposals.includes(e.target.value) && !(e.nativeEvent instanceof InputEvent)) {
              const parsed = parse(e.target.value);
              if (parsed !== undefined) onChange(parsed);
            }
          }}
          onFocus={(e) => e.target.select()}
          onBlur={commit}
          onKeyDown={(e) => {
            if (e.key === 'Enter') commit();
            if (e.key === 'Escape') {
              setText(printed);
              setInvalid(false);
              e.stopPropagation();
            }
          }}
          className={classNames(
            'bg-transparent tabular-nums outline-none',
            unit !== undefined && 'text-right',
            '[&::-webkit-calendar-picker-indicator]:hidden!',
            width,
          )}
        />
        {unit !== undefined && <span className="text-dim">{unit}</span>}
      </label>
      {proposals.length > 0 && (
        <datalist id={`${id}-list`}>
          {proposals.map((proposal) => (
            <option key={proposal} value={proposal} />
          ))}
        </datalist>
      )}
      {isInvalid && (
        <span
          id={`${id}-help`}
          role="alert"
          className="absolute top-full left-0 z-30 mt-1 w-max max-w-64 rounded-md border border-danger bg-panel px-2 py-1 text-danger text-sm"
        >
          {typeof help === 'string' ? help : help(text)} {printed}
          {unit === undefined ? '' : `\u00a0${unit}`} stays in use; Escape brings it back.
        </span>
      )}
    </span>
  );
}
