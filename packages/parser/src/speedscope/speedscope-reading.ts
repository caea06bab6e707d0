import type { ProfileBuilder } from '../tables/profile-builder.ts';

/** What reading one of the file's profiles needs. */
export interface SpeedscopeReading {
  readonly builder: ProfileBuilder;
  /** Index in `shared.frames` → frame. */
  readonly frames: readonly number[];
  readonly event: number;
  readonly thread: number;
  /** Undefined where the profile's values are no times. */
  readonly nsPerUnit: number | undefined;
  readonly baseNs: number;
  readonly sliceNs: number;
  /** The profile's place in the file, for warnings. */
  readonly where: string;
}

/** Whole nanoseconds since the base second. */
export function toNs({ nsPerUnit, baseNs }: SpeedscopeReading, value: number): number {
  return Math.round(value * (nsPerUnit ?? 0) - baseNs);
}
