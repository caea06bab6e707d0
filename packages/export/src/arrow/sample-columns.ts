import { NONE, SampleFlag } from '@subsecond/profile';
import { Bool, Dictionary, Float64, Int32, Int64, makeData, Utf8 } from 'apache-arrow';
import type { ExportSelection } from '../export-selection.ts';
import { type ArrowColumn, bits, nulls } from './arrow-column.ts';
import { UsedTexts } from './used-texts.ts';

/** All of a sample but its stack. `rows`: those of all batches, whose names make the dictionaries. */
export function sampleColumns(
  { profile }: ExportSelection,
  { idle, rows }: { idle: Uint8Array; rows: Int32Array },
): ArrowColumn[] {
  const { samples, threads, events, details } = profile;
  const comms = new UsedTexts((thread) => threads.comm[thread]);
  const eventNames = new UsedTexts((index) => events[index]?.name ?? '');
  const texts = new UsedTexts((detail) => details[detail]);
  for (const row of rows) {
    comms.use(samples.thread[row]);
    eventNames.use(samples.event[row]);
    texts.use(samples.detail[row]);
  }
  return [
    {
      name: 'time_ns',
      type: new Int64(),
      isNullable: true,
      dataOf(of) {
        const data = BigInt64Array.from(of, (row) =>
          BigInt(Number.isNaN(samples.timeNs[row]) ? 0 : samples.timeNs[row]),
        );
        return makeData({
          type: new Int64(),
          length: of.length,
          data,
          ...nulls(of, (row) => Number.isNaN(samples.timeNs[row])),
        });
      },
    },
    numbers('cpu', (row) => samples.cpu[row], true),
    numbers('pid', (row) => threads.pid[samples.thread[row]], true),
    // −1 is no absent tid: perf prints an exiting task as :-1.
    numbers('tid', (row) => threads.tid[samples.thread[row]], false),
    names('comm', comms, (row) => samples.thread[row], false),
    names('event', eventNames, (row) => samples.event[row], false),
    {
      name: 'weight',
      type: new Float64(),
      isNullable: false,
      dataOf: (of) =>
        makeData({
          type: new Float64(),
          length: of.length,
          nullCount: 0,
          data: Float64Array.from(of, (row) => samples.weight[row]),
        }),
    },
    flags('idle', (row) => idle[row] === 1),
    flags('stack_cut', (row) => (samples.flags[row] & SampleFlag.stackCut) !== 0),
    names('detail', texts, (row) => samples.detail[row], true),
  ];
}

function numbers(name: string, numberIn: (row: number) => number, isNullable: boolean): ArrowColumn {
  const type = new Int32();
  return {
    name,
    type,
    isNullable,
    dataOf: (rows) =>
      makeData({
        type,
        length: rows.length,
        data: Int32Array.from(rows, numberIn),
        ...nulls(rows, (row) => isNullable && numberIn(row) === NONE),
      }),
  };
}

function flags(name: string, isSet: (row: number) => boolean): ArrowColumn {
  const type = new Bool();
  return {
    name,
    type,
    isNullable: false,
    dataOf: (rows) => makeData({ type, length: rows.length, nullCount: 0, data: bits(rows, isSet) }),
  };
}

function names(name: string, texts: UsedTexts, indexOf: (row: number) => number, isNullable: boolean): ArrowColumn {
  const type = new Dictionary(new Utf8(), new Int32());
  const dictionary = texts.dictionary();
  return {
    name,
    type,
    isNullable,
    dataOf: (rows) =>
      makeData({
        type,
        length: rows.length,
        data: Int32Array.from(rows, (row) => Math.max(0, texts.numberOf(indexOf(row)))),
        dictionary,
        ...nulls(rows, (row) => texts.numberOf(indexOf(row)) === NONE),
      }),
  };
}
