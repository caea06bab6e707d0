import { type Cursor, createCursor } from './cursor.ts';

/** A piece of C++ as text on both sides of where a declarator goes: `void (*` … `)(int)`. Names have nothing on the right. */
export interface CxxPiece {
  readonly left: string;
  readonly right: string;
  readonly shape: 'plain' | 'function' | 'array';
  /** 0 = no reference, 1 = `&`, 2 = `&&`: references to references collapse. */
  readonly reference: 0 | 1 | 2;
  /** Of an argument pack (`J…E`); the texts above are then not used. */
  readonly items: readonly CxxPiece[] | undefined;
}

export interface CxxCursor extends Cursor {
  /** `S_`, `S0_`, … in order of appearance. */
  readonly substitutions: CxxPiece[];
  /** What `T_`, `T0_`, … stand for. */
  templateArguments: readonly CxxPiece[];
  /** In a lambda's parameters `T_` is an `auto` of its own. */
  isInLambda: boolean;
  /** While a pack is expanded: which item of it is read, and how many it has. */
  packIndex: number | undefined;
  packSize: number | undefined;
}

export function createCxxCursor(text: string): CxxCursor {
  return {
    ...createCursor(text, 0),
    substitutions: [],
    templateArguments: [],
    isInLambda: false,
    packIndex: undefined,
    packSize: undefined,
  };
}

export function piece(left: string, right = '', shape: CxxPiece['shape'] = 'plain'): CxxPiece {
  return { left, right, shape, reference: 0, items: undefined };
}

export function pieceText(part: CxxPiece): string {
  return part.items === undefined ? part.left + part.right : part.items.map(pieceText).filter(isText).join(', ');
}

export function isText(text: string): boolean {
  return text !== '';
}

/** `A<B<int> >`: binutils' blank between closing brackets, which perf prints too; and none of them next to `operator<`. */
export function withTemplateArguments(name: string, list: readonly CxxPiece[]): string {
  const inside = list.map(pieceText).filter(isText).join(', ');
  return `${name}${name.endsWith('<') ? ' ' : ''}<${inside}${inside.endsWith('>') ? ' ' : ''}>`;
}
