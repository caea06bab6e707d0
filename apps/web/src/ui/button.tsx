import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';

export type ButtonTone = 'plain' | 'primary' | 'quiet' | 'danger';

const TONES: Record<ButtonTone, string> = {
  plain: 'border-line bg-panel text-ink hover:bg-chip',
  primary: 'border-accent bg-accent text-on-accent font-medium hover:opacity-90',
  quiet: 'border-transparent bg-transparent text-dim hover:bg-chip hover:text-ink',
  danger: 'border-line bg-panel text-danger hover:bg-chip',
};

/** The look of a button, for links that act like one. */
export function buttonClass(tone: ButtonTone = 'plain', className?: string): string {
  return classNames(
    'inline-flex h-7 shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded-md border px-2.5 no-underline transition-colors',
    'disabled:cursor-not-allowed disabled:opacity-50 aria-pressed:bg-chip aria-pressed:font-medium pointer-coarse:h-10',
    TONES[tone],
    className,
  );
}

export function Button({
  tone = 'plain',
  className,
  type = 'button',
  ...rest
}: ComponentProps<'button'> & { tone?: ButtonTone }) {
  return <button type={type} className={buttonClass(tone, className)} {...rest} />;
}

/** A square button with a picture only; `label` is its name for everyone who can't see the picture. */
export function IconButton({
  label,
  tone = 'quiet',
  className,
  type = 'button',
  ...rest
}: Omit<ComponentProps<'button'>, 'aria-label'> & { label: string; tone?: ButtonTone }) {
  return (
    <button
      type={type}
      aria-label={label}
      className={buttonClass(tone, classNames('w-7 px-0 pointer-coarse:w-10', className))}
      {...rest}
    />
  );
}
