import type { ProfileFailure } from '@subsecond/contracts';
import { classNames } from '../../ui/class-names.ts';
import { AlertIcon } from '../../ui/icons.tsx';
import { failureWords } from './profile-words.ts';

/** Why an upload is no profile, and what to do about it. */
export function FailureNote({ failure, className }: { failure: ProfileFailure | null; className?: string }) {
  const { what, details, cure } = failureWords(failure);
  return (
    <div className={classNames('flex min-w-0 gap-2 [overflow-wrap:anywhere]', className)}>
      <AlertIcon className="mt-0.5 text-danger" />
      <div className="min-w-0">
        <p className="text-danger">
          {what} {details}
        </p>
        <p className="text-dim">{cure}</p>
      </div>
    </div>
  );
}
