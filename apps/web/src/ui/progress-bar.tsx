import { classNames } from './class-names.ts';

/** How far along something is; `undefined` where nobody knows. The platform's element, so that it is spoken as what it is. */
export function ProgressBar({
  label,
  share,
  className,
}: {
  label: string /** 0…1 */;
  share: number | undefined;
  className?: string;
}) {
  return (
    <progress
      aria-label={label}
      className={classNames('progress-bar', className)}
      {...(share === undefined ? {} : { value: Math.min(1, Math.max(0, share)), max: 1 })}
    />
  );
}
