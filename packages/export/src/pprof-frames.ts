import { NONE } from '@subsecond/profile';
import { Line, Location, Mapping, Function as PprofFunction } from 'pprof-format';
import type { ExportSelection } from './export-selection.ts';

/** Locations, functions and mappings of the frames that are used, each with a number from 1 by first use. */
export class PprofFrames {
  readonly locations: Location[] = [];
  readonly functions: PprofFunction[] = [];
  readonly mappings: Mapping[] = [];
  readonly #locationOf: Int32Array;
  readonly #functionOf = new Map<number, number>();
  readonly #mappingOf = new Map<number, number>();
  readonly #selection: ExportSelection;
  readonly #text: (value: string) => number;

  constructor(selection: ExportSelection, text: (value: string) => number) {
    this.#selection = selection;
    this.#text = text;
    this.#locationOf = new Int32Array(selection.profile.frames.length);
  }

  /** Leaf first, as pprof wants it. */
  pathOf(stack: number): number[] {
    const { stacks } = this.#selection.profile;
    const path: number[] = [];
    for (let at = stack; at !== NONE; at = stacks.prefix[at]) path.push(this.#location(stacks.frame[at]));
    return path;
  }

  #location(frame: number): number {
    if (this.#locationOf[frame] === 0) {
      const { symbol, mapping } = this.#selection.profile.frames;
      const id = this.locations.length + 1;
      this.#locationOf[frame] = id;
      const line = [new Line({ functionId: this.#function(symbol[frame]) })];
      this.locations.push(new Location({ id, mappingId: this.#mapping(mapping[frame]), line }));
    }
    return this.#locationOf[frame];
  }

  #function(symbol: number): number {
    let id = this.#functionOf.get(symbol);
    if (id === undefined) {
      id = this.functions.length + 1;
      this.#functionOf.set(symbol, id);
      const name = this.#text(this.#selection.profile.strings[symbol]);
      this.functions.push(new PprofFunction({ id, name, systemName: name }));
    }
    return id;
  }

  /** 0 stands for none. */
  #mapping(mapping: number): number {
    if (mapping === NONE) return 0;
    let id = this.#mappingOf.get(mapping);
    if (id === undefined) {
      id = this.mappings.length + 1;
      this.#mappingOf.set(mapping, id);
      const filename = this.#text(this.#selection.profile.strings[mapping]);
      // Symbols are there already: no reader need look for the file.
      this.mappings.push(new Mapping({ id, filename, hasFunctions: true }));
    }
    return id;
  }
}
