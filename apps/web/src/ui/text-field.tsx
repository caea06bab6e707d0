import { type ComponentProps, type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

/** A line of text with its label above and, where it is not valid, the reason below. */
export function TextField({
  label,
  problem,
  labelHidden = false,
  className,
  ...rest
}: Omit<ComponentProps<'input'>, 'id'> & {
  label: ReactNode;
  problem?: string | undefined /** Where the place of the field says what it is; still spoken. */;
  labelHidden?: boolean;
}) {
  const id = useId();
  return (
    <div className={classNames('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={id} className={labelHidden ? 'sr-only' : 'text-dim text-sm'}>
        {label}
      </label>
      <input
        id={id}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : `${id}-problem`}
        className="h-7 w-full min-w-0 rounded-md border border-line-strong bg-panel px-2.5 text-ink aria-invalid:border-danger pointer-coarse:h-10 pointer-coarse:text-[1rem]"
        {...rest}
      />
      {problem !== undefined && (
        <p id={`${id}-problem`} role="alert" className="text-danger text-sm">
          {problem}
        </p>
      )}
    </div>
  );
}
