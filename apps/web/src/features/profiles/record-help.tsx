'use client';

import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useSyncExternalStore } from 'react';
import { getAdminSession } from '../../api-client/admin-session.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { CopyableCommand } from './copyable-command.tsx';

const never = () => () => undefined;

/** How a profile is recorded on any Linux host, and how it gets here. */
export function RecordHelp() {
  const origin = useSyncExternalStore(
    never,
    () => window.location.origin,
    () => '',
  );
  const session = useQuery({
    queryKey: ['admin-session'],
    queryFn: () => getAdminSession((input, init) => globalThis.fetch(input, init)),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const token = session.data?.required === true ? '-H "Authorization: Bearer $SUBSECOND_ADMIN_TOKEN" ' : '';
  return (
    <ol className="grid gap-4 lg:grid-cols-3">
      <Step number={1} title="Record">
        <p className="text-dim">49 times a second, every CPU, with stacks, for a minute. At 49 Hz nobody notices.</p>
        <CopyableCommand label="record" command="sudo perf record -F 49 -a -g -- sleep 60" />
      </Step>
      <Step number={2} title="Print">
        <p className="text-dim">
          On the same host, while its symbols are there. gzip makes it ten to thirty times smaller.
        </p>
        <CopyableCommand label="print" command="sudo perf script --header | gzip > profile.perf.gz" />
      </Step>
      <Step number={3} title="Upload">
        <p className="text-dim">
          A profile of another tool works too: V8, Chrome traces, speedscope, folded stacks, pprof, Java flight
          recordings. Drop the file on this page, press <Kbd>u</Kbd> to choose it, or send it from the host:
        </p>
        <CopyableCommand label="upload" command={`curl ${token}-F file=@profile.perf.gz ${origin}/api/v1/profiles`} />
      </Step>
    </ol>
  );
}

function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <li className="flex min-w-0 flex-col gap-1.5">
      <h3 className="font-semibold">
        {number}. {title}
      </h3>
      {children}
    </li>
  );
}
