import type { WireFlameNode } from '../../../worker/protocol.ts';
import { kindWords } from '../frame-colors.ts';
import { shareWords, type WeightUnit, weightWords } from '../words.ts';

/** What a weight is counted in, and what it is a share of. */
export interface WeightScale {
  readonly unit: WeightUnit;
  readonly eventName: string;
  /** Of the selection. */
  readonly total: number;
}

/** `1,234 samples · 12.3 %` */
export function weightAndShare(value: number, scale: WeightScale): string {
  return `${weightWords(value, scale.unit, scale.eventName)} · ${shareWords(value, scale.total)}`;
}

/** For the ear: what the tooltip shows, in one sentence. */
export function frameSentence(node: WireFlameNode, level: number, scale: WeightScale): string {
  const where = node.m === undefined ? '' : ` in ${node.m}`;
  const callees = node.c?.length ?? 0;
  return `${node.n}, ${kindWords(node.k)}${where}. Total ${weightWords(node.v, scale.unit, scale.eventName)}, ${shareWords(node.v, scale.total)}. Self ${shareWords(node.s, scale.total)}. Level ${level}, ${callees === 1 ? '1 callee' : `${callees} callees`}.`;
}
