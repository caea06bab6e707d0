import { IconButton } from '../../ui/button.tsx';
import { AlertIcon, CloseIcon } from '../../ui/icons.tsx';

/** What of the link could not be used. It stays until it is dismissed: whoever opened the link must know that it shows something else. */
export function LinkNotices({
  notices,
  onDismiss,
}: {
  notices: readonly string[];
  onDismiss: (() => void) | undefined;
}) {
  if (notices.length === 0) return null;
  return (
    <div role="status" className="flex items-start gap-2 rounded-lg border border-warn px-3 py-2 text-warn">
      <AlertIcon className="mt-0.5" />
      <ul className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        {notices.map((notice) => (
          <li key={notice}>{notice}</li>
        ))}
      </ul>
      {onDismiss !== undefined && (
        <IconButton label="Dismiss" onClick={onDismiss}>
          <CloseIcon />
        </IconButton>
      )}
    </div>
  );
}
