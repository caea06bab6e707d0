import type { ParseWarningResource, ProfileQualityResource } from '@subsecond/contracts';
import { memo } from 'react';
import { AlertIcon, CheckIcon } from '../../ui/icons.tsx';
import { QUALITY_WORDS, qualityFacts, qualityState, warningWords } from './warning-words.ts';
import { countWords, printWhole } from './words.ts';

/** How complete the data is, where the data is; what was odd about the file, with its lines, behind one click. */
export const QualityLine = memo(function QualityLine({
  quality,
  warnings,
}: {
  quality: ProfileQualityResource;
  warnings: readonly ParseWarningResource[];
}) {
  const facts = qualityFacts(quality);
  const state = qualityState(quality, warnings);
  const summary = (
    <span className="inline-flex flex-wrap items-center gap-x-3 tabular-nums">
      <span className={`inline-flex items-center gap-1.5 ${state === 'lacking' ? 'text-warn' : ''}`}>
        {state === 'complete' && <CheckIcon />}
        {state === 'lacking' && <AlertIcon />}
        {QUALITY_WORDS[state]}
      </span>
      {facts.map((fact) => (
        <span key={fact.words}>{fact.words}</span>
      ))}
    </span>
  );
  if (warnings.length === 0) return <p className="text-dim text-sm">{summary}</p>;
  return (
    <details className="text-dim text-sm">
      <summary className="flex w-fit cursor-pointer list-none flex-wrap items-center gap-x-3 rounded-sm [&::-webkit-details-marker]:hidden">
        {summary} <span className="text-accent underline">{countWords(warnings.length, 'remark')} on the file</span>
      </summary>
      <ul className="mt-2 flex flex-col gap-3 rounded-lg border border-line bg-panel p-3">
        {warnings.map((warning) => (
          <Warning key={warning.kind} warning={warning} />
        ))}
      </ul>
    </details>
  );
});

function Warning({ warning }: { warning: ParseWarningResource }) {
  const { title, cure } = warningWords(warning);
  return (
    <li className="min-w-0">
      <p className="font-medium text-ink">{title}</p>
      <p>{cure}</p>
      {warning.lines.length > 0 ? (
        <ol className="mt-1 overflow-x-auto font-mono text-xs">
          {warning.lines.map((line) => (
            <li key={line.line} className="flex gap-3 whitespace-pre">
              <span className="shrink-0 text-faint">line {printWhole(line.line)}</span>
              <span>{line.text}</span>
            </li>
          ))}
          {warning.count > warning.lines.length && (
            <li className="text-faint">and {printWhole(warning.count - warning.lines.length)} more</li>
          )}
        </ol>
      ) : (
        warning.firstLine > 0 && <p className="tabular-nums">First at line {printWhole(warning.firstLine)}.</p>
      )}
    </li>
  );
}
