import type { ProfileFailure } from '@subsecond/contracts';
import type { ColumnType, Generated } from 'kysely';
import type { StoredSummary } from './stored-summary.ts';

/** The tables of schema `subsecond`, as `migrations/` made them. */
export interface Database {
  installation: { id: string };
  teams: { id: string; name: string; created_at: Generated<Date> };
  profiles: {
    team_id: string;
    id: string;
    name: string;
    status: Generated<'queued' | 'parsing' | 'ready' | 'failed'>;
    host: string | null;
    labels: Json<Readonly<Record<string, string>>>;
    pinned: Generated<boolean>;
    story: string | null;
    example_key: string | null;
    file_name: string | null;
    blob_key: string;
    upload_bytes: number;
    upload_sha256: Buffer;
    uploaded_at: Generated<Date>;
    status_changed_at: ColumnType<Date, never, unknown>;
    started_at: Date | null;
    parse_attempts: Generated<number>;
    error: Json<ProfileFailure | null>;
    summary: Json<StoredSummary | null>;
    thumbnail_deflated: Uint8Array | null;
    thumbnail_columns: number | null;
  };
  profile_labels: OfProfile & { key: string; value: string };
  profile_events: OfProfile & {
    event: number;
    name: string;
    weight_unit: 'samples' | 'ns' | 'count' | 'bytes';
    fixed_weight: number | null;
    frequency_hz: number | null;
    sample_count: number;
    idle_sample_count: number;
    total_weight: number;
    is_lattice: boolean;
  };
  profile_threads: OfProfile & { part: number; pids: (number | null)[]; tids: number[]; comms: string[] };
  profile_seconds: OfProfile & {
    event: number;
    second: number;
    sample_count: number;
    idle_sample_count: number;
    weight: number;
    bins: Uint8Array;
    idle_bins: Uint8Array;
    samples: Uint8Array;
  };
  profile_stacks: OfProfile & { part: number; data: Uint8Array };
  idempotency_keys: {
    team_id: string;
    key: string;
    request_digest: Buffer;
    profile_id: string;
    created_at: Generated<Date>;
  };
}

interface OfProfile {
  team_id: string;
  profile_id: string;
}

/** Read as a value, written as text. */
type Json<T> = ColumnType<T, string | undefined, string | null>;
