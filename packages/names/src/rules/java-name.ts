import type { NameParts } from './name-parts.ts';

/** `Lcom/foo/Bar;::method`, `Lcom/foo/Bar;.method(I)V`: a class as the JVM writes it, a method, and at times its signature. */
const JVM_METHOD = /^L([^\s;:()]+);(?:::|\.)([^\s;:()]+)(\([^\s]*)?$/;
/** perf-map-agent with `dottedclass`. */
const DOTTED_METHOD = /^[\w$]+(?:[.$][\w$]+)*(?:::|\.)[\w$<>]+(?:\([^\s]*)?$/;

/** More than this no compiler inlines into one instruction; a longer chain is a name made up to hurt. */
const CHAIN_MAX = 64;

export function isJvmMethod(symbol: string): boolean {
  return JVM_METHOD.test(symbol);
}

/** The signature goes: methods that differ in nothing else are rare, and are told apart by it. */
export function javaName(symbol: string): NameParts | undefined {
  const chain = inlineChain(symbol);
  if (chain !== undefined) {
    const parts = chain.map((link) => oneMethod(link) ?? { text: link, apart: '' });
    return { text: parts.map(({ text }) => text).join('->'), apart: parts.map(({ apart }) => apart).join('') };
  }
  return oneMethod(symbol);
}

function oneMethod(symbol: string): NameParts | undefined {
  const [, className, method, signature = ''] = JVM_METHOD.exec(symbol) ?? [];
  if (className === undefined || method === undefined) return undefined;
  return { text: `${className.replaceAll('/', '.')}.${method}`, apart: signature };
}

/**
 * perf-map-agent's unfolding: `root->inlined->inlined in that`, outermost first. Only where every link is a Java method, at
 * least one of them in the JVM's own writing: `operator->` and a lambda's `-> int` are something else.
 */
export function inlineChain(symbol: string): readonly string[] | undefined {
  if (!symbol.includes('->')) return undefined;
  const links = symbol.split('->', CHAIN_MAX + 1);
  if (links.length > CHAIN_MAX) return undefined;
  const isChain = links.every((link) => JVM_METHOD.test(link) || DOTTED_METHOD.test(link));
  return isChain && links.some((link) => JVM_METHOD.test(link)) ? links : undefined;
}
