'use client';

import { useQuery } from '@tanstack/react-query';
import { type RefObject, useRef, useState } from 'react';
import { getAdminSession } from '../../../api-client/admin-session.ts';
import { useApiClient } from '../../../api-client/api-client-context.tsx';
import { ApiError } from '../../../api-client/api-error.ts';
import type { HeatMapView } from '../../../canvas/heat-map-options.ts';
import { Button } from '../../../ui/button.tsx';
import { ChevronDownIcon } from '../../../ui/icons.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { rangeWords } from '../selection-words.ts';
import { usePlainKeys } from '../use-plain-keys.ts';
import { bytesWords, countWords } from '../words.ts';
import {
  curlCommand,
  EXPORT_FORMATS,
  type ExportedSelection,
  type ExportFormat,
  exportFileName,
  exportRequest,
} from './export-formats.ts';
import { saveFile } from './save-file.ts';

export interface ExportMenuProps {
  readonly profileName: string;
  readonly exported: ExportedSelection;
  /** Samples of the selection; undefined until they are counted. */
  readonly samples: number | undefined;
  /** Its picture is exported too, where there is a map. */
  readonly mapView: RefObject<HeatMapView | null>;
  readonly hasMap: boolean;
}

/** Takes the selection out of here, in the words of other tools. */
export function ExportMenu({ profileName, exported, samples, mapView, hasMap }: ExportMenuProps) {
  const trigger = useRef<HTMLButtonElement>(null);
  const api = useApiClient();
  const show = useToast();
  const [isBusy, setBusy] = useState(false);
  /** What `Copy as curl` copies: the format that was taken last. */
  const [last, setLast] = useState<ExportFormat['name']>('folded');
  const session = useQuery({
    queryKey: ['admin-session'],
    queryFn: () => getAdminSession((input, init) => globalThis.fetch(input, init)),
    staleTime: Number.POSITIVE_INFINITY,
  });
  usePlainKeys({ e: () => trigger.current?.click() });

  const nameOf = (extension: string) => exportFileName(profileName, exported.selection, extension);

  async function save(what: string, make: () => Promise<Blob>, extension: string) {
    setBusy(true);
    const dismiss = show({ text: `Exporting ${what} …`, lasts: 0 });
    try {
      const bytes = await make();
      saveFile(bytes, nameOf(extension));
      show({ text: `${nameOf(extension)} (${bytesWords(bytes.size)}) is with your downloads.` });
    } catch (error) {
      const reason = error instanceof ApiError ? error.detail : String(error);
      show({ text: `${what} could not be exported. ${reason}`, tone: 'danger', lasts: 0 });
    } finally {
      dismiss();
      setBusy(false);
    }
  }

  function exportAs({ name, label, extension }: ExportFormat) {
    setLast(name);
    const { path, body } = exportRequest(name, exported);
    void save(label, async () => (await api.downloadFile(path, body)).bytes, extension);
  }

  async function exportMap() {
    const view = mapView.current;
    if (view !== null) await save('Heat map', () => view.toPng(), 'png');
  }

  async function copyCurl() {
    const extension = EXPORT_FORMATS.find(({ name }) => name === last)?.extension ?? last;
    const command = curlCommand(exportRequest(last, exported), {
      origin: window.location.origin,
      file: nameOf(extension),
      needsToken: session.data?.required === true,
    });
    try {
      // Missing on plain http that isn't localhost.
      await navigator.clipboard.writeText(command);
      show({ text: `The curl command for ${last} is copied.` });
    } catch {
      show({ text: `The browser does not let this page copy. The command is: ${command}`, lasts: 0 });
    }
  }

  return (
    <Menu
      heading={exportedWords(exported, samples)}
      trigger={
        <Button ref={trigger} disabled={isBusy} aria-keyshortcuts="e">
          Export
          <ChevronDownIcon />
        </Button>
      }
      items={[
        {
          label: 'Heat map as a picture',
          keyName: '.png',
          disabled: !hasMap,
          onSelect: () => void exportMap(),
        },
        ...EXPORT_FORMATS.map((format) => ({
          label: format.label,
          keyName: `.${format.extension}`,
          disabled: samples === 0,
          onSelect: () => exportAs(format),
        })),
        { label: `Copy as curl (${last})`, onSelect: () => void copyCurl() },
      ]}
    />
  );
}

/** `67 samples of 63.100 – 63.900 s, cpu-clock, idle excluded` */
export function exportedWords({ selection, event, filter }: ExportedSelection, samples: number | undefined): string {
  const [first] = selection;
  const where =
    first === undefined
      ? 'the whole profile'
      : selection.length === 1
        ? rangeWords(first)
        : `${countWords(selection.length, 'range')}, first ${rangeWords(first)}`;
  const counted = samples === undefined ? 'Samples' : countWords(samples, 'sample');
  const narrows = [filter.cpus, filter.pids, filter.tids, filter.comms, filter.frame].some((one) => one !== undefined);
  return `${counted} of ${where}, ${event}${filter.idle === 'exclude' ? ', idle excluded' : ''}${narrows ? ', filtered as on the page' : ''}`;
}
