import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** What is said where nothing can be shown: what is the matter, and what to do. */
export function EmptyState({
  title,
  children,
  actions,
  className,
}: {
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  className?: string;
}) {
  return (
    <div className={classNames('mx-auto flex max-w-xl flex-col items-center gap-2 px-4 py-12 text-center', className)}>
      <p className="font-semibold text-lg">{title}</p>
      {children !== undefined && <div className="text-dim">{children}</div>}
      {actions !== undefined && <div className="mt-2 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
