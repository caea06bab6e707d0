'use client';

import { useEffect, useRef, useState } from 'react';
import { AppHeader } from '../../ui/app-header.tsx';
import { Button } from '../../ui/button.tsx';
import { SearchIcon, UploadIcon } from '../../ui/icons.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { LIST_SHORTCUTS, useListKeys } from './list-keys.ts';
import { addressOfSearch, searchOfAddress } from './list-search.ts';
import { ProfileSections } from './profile-sections.tsx';
import { LIST_PATH, useProfilesState } from './profiles-provider.tsx';
import { UploadPanel } from './upload-panel.tsx';
import { useDebounced } from './use-debounced.ts';
import { useFileDrop } from './use-file-drop.ts';

const SEARCH_WAITS_MS = 200;

/** The first page: everything that was uploaded, and the way to upload more. */
export function ProfilesPage() {
  const { queue, deletions } = useProfilesState();
  const fileInput = useRef<HTMLInputElement>(null);
  const searchInput = useRef<HTMLInputElement>(null);
  const [search, setSearch] = useState('');
  const searched = useDebounced(search.trim(), SEARCH_WAITS_MS);
  const uploadButton = useRef<HTMLButtonElement>(null);
  const isRead = useRef(false);
  useEffect(() => {
    setSearch(searchOfAddress(window.location.search));
    isRead.current = true;
    // The page of a failed upload sends people here for another file; a file dialog opens for their own click only.
    if (window.location.hash === '#upload') uploadButton.current?.focus();
  }, []);
  useEffect(() => {
    // Not before the address was read, and not once another page has it.
    if (!isRead.current || window.location.pathname !== LIST_PATH) return;
    const address = addressOfSearch(LIST_PATH, searched);
    if (address !== window.location.pathname + window.location.search) window.history.replaceState(null, '', address);
  }, [searched]);
  const chooseFiles = () => fileInput.current?.click();
  const filesOver = useFileDrop(queue.add);
  useListKeys({ onUpload: chooseFiles, onSearch: () => searchInput.current?.focus(), onUndo: deletions.undoLatest });

  return (
    <>
      <AppHeader
        shortcuts={LIST_SHORTCUTS}
        actions={
          <Button ref={uploadButton} tone="primary" onClick={chooseFiles} aria-keyshortcuts="u">
            <UploadIcon />
            Upload
          </Button>
        }
      />
      <input
        ref={fileInput}
        type="file"
        multiple
        tabIndex={-1}
        aria-label="Files to upload"
        className="hidden"
        onChange={(e) => {
          const files = [...(e.target.files ?? [])];
          // The same file can be chosen again after it was mended.
          e.target.value = '';
          if (files.length > 0) queue.add(files);
        }}
      />
      <main
        id="content"
        tabIndex={-1}
        // Room below for messages, which would else lie on the last rows.
        className="mx-auto flex max-w-[1800px] flex-col gap-4 px-3 pt-4 pb-20 outline-none sm:px-5"
      >
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
          <h1 className="font-semibold text-xl tracking-tight">Profiles</h1>
          <search className="relative flex min-w-0 items-center max-sm:w-full">
            <SearchIcon className="pointer-events-none absolute left-2 text-faint" />
            <input
              ref={searchInput}
              type="search"
              aria-label="Search profiles by name, host or label"
              aria-keyshortcuts="/"
              placeholder="Name, host or label:value"
              value={search}
              onChange={(e) => setSearch(e.target.value)}
              onKeyDown={(e) => {
                if (e.key !== 'Escape') return;
                setSearch('');
                e.currentTarget.blur();
              }}
              className="h-7 w-72 min-w-0 rounded-md border border-line bg-panel pr-7 pl-8 max-sm:w-full pointer-coarse:h-10 pointer-coarse:text-[1rem]"
            />
            {search === '' && (
              <span className="pointer-events-none absolute right-1.5 flex pointer-coarse:hidden">
                <Kbd>/</Kbd>
              </span>
            )}
          </search>
        </div>
        <UploadPanel />
        <ProfileSections search={searched} onClearSearch={() => setSearch('')} />
      </main>
      {filesOver && (
        <div className="pointer-events-none fixed inset-0 z-50 flex items-center justify-center bg-[color-mix(in_srgb,var(--bg)_85%,transparent)] p-4">
          <p className="rounded-lg border-2 border-accent border-dashed bg-panel px-8 py-6 text-center font-semibold text-lg">
            Drop to upload
          </p>
        </div>
      )}
    </>
  );
}
