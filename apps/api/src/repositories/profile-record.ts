import type { ProfileEventResource, ProfileFailure } from '@subsecond/contracts';
import { unpackThumbnail } from '../db/pack-thumbnail.ts';
import type { StoredSummary } from '../db/stored-summary.ts';
import type { ParsedSummary, ProfileRecord } from '../services/ports.ts';
import { THUMBNAIL_ROWS } from './pack-bins.ts';

/** A row of `profiles` with its events, as the queries select it. */
export interface ProfileRow {
  readonly id: string;
  readonly name: string;
  readonly status: ProfileRecord['status'];
  readonly host: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly pinned: boolean;
  readonly story: string | null;
  readonly file_name: string | null;
  readonly blob_key: string;
  readonly upload_bytes: number;
  readonly upload_sha256: Buffer;
  readonly uploaded_at: Date;
  readonly started_at: Date | null;
  readonly error: ProfileFailure | null;
  readonly summary: StoredSummary | null;
  readonly thumbnail_deflated: Uint8Array | null;
  readonly thumbnail_columns: number | null;
  readonly events: readonly EventRow[];
}

interface EventRow {
  readonly name: string;
  readonly weight_unit: ProfileEventResource['weightUnit'];
  readonly fixed_weight: number | null;
  readonly frequency_hz: number | null;
  readonly sample_count: number;
  readonly idle_sample_count: number;
  readonly total_weight: number;
  readonly is_lattice: boolean;
}

export function toProfileRecord(row: ProfileRow): ProfileRecord {
  return {
    id: row.id,
    name: row.name,
    status: row.status,
    host: row.host ?? undefined,
    labels: row.labels,
    pinned: row.pinned,
    story: row.story ?? undefined,
    fileName: row.file_name ?? undefined,
    blobKey: row.blob_key,
    uploadBytes: row.upload_bytes,
    uploadSha256: row.upload_sha256.toString('hex'),
    uploadedAt: row.uploaded_at,
    startedAt: row.started_at ?? undefined,
    error: row.error ?? undefined,
    parsed: row.summary === null ? undefined : toParsedSummary(row.summary, row),
  };
}

function toParsedSummary(stored: StoredSummary, row: ProfileRow): ParsedSummary {
  const thumbnail =
    row.thumbnail_deflated === null || row.thumbnail_columns === null
      ? undefined
      : { columns: row.thumbnail_columns, rows: THUMBNAIL_ROWS, bins: unpackThumbnail(row.thumbnail_deflated) };
  return {
    ...stored,
    // Profiles stored before there were other formats do not say it.
    format: stored.format ?? 'perf-script',
    firstSampleNs: stored.firstSampleNs ?? undefined,
    lastSampleNs: stored.lastSampleNs ?? undefined,
    events: row.events.map(toEventResource),
    thumbnail,
  };
}

const toEventResource = (row: EventRow): ProfileEventResource => ({
  name: row.name,
  weightUnit: row.weight_unit,
  fixedWeight: row.fixed_weight,
  frequencyHz: row.frequency_hz,
  sampleCount: row.sample_count,
  idleSampleCount: row.idle_sample_count,
  totalWeight: row.total_weight,
  isLattice: row.is_lattice,
});

export function toStoredSummary(summary: ParsedSummary): StoredSummary {
  const { events: _events, thumbnail: _thumbnail, firstSampleNs, lastSampleNs, ...rest } = summary;
  return { ...rest, firstSampleNs: firstSampleNs ?? null, lastSampleNs: lastSampleNs ?? null };
}
