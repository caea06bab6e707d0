/** Raised whenever a rule makes another text of a name: what is made of readable names is cached under it. */
export const NAME_RULES_VERSION = 1;

/**
 * What may be done to a name, each by itself. A set of switches is also a word: `raw`, `readable` (the default), or the names
 * of those that are on, as in a link: `names=demangle,java,split`.
 */
export const NAME_SWITCHES = [
  'demangle',
  'java',
  'v8',
  'python',
  'go',
  'modules',
  'clones',
  'unknown',
  'shorten',
  'split',
] as const;
export type NameSwitch = (typeof NAME_SWITCHES)[number];
export type NameSwitches = { readonly [Name in NameSwitch]: boolean };

/** For a menu: what it does, and one name before and after. */
export interface NameSwitchWords {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

export const NAME_SWITCH_WORDS: { readonly [Name in NameSwitch]: NameSwitchWords } = {
  demangle: { label: 'Demangle Rust and C++', before: '_ZN3foo3barEv', after: 'foo::bar' },
  java: { label: 'Java signatures', before: 'Lcom/foo/Bar;::run', after: 'com.foo.Bar.run' },
  v8: { label: 'V8 markers and paths', before: 'LazyCompile:*f /srv/a.js:1', after: 'f (a.js:1)' },
  python: { label: 'Python functions', before: 'py::f:/srv/a.py', after: 'f (a.py)' },
  go: { label: 'Go package paths', before: 'github.com/x/y.(*T).M', after: 'y.(*T).M' },
  modules: { label: 'Kernel modules and BPF', before: 'nft_do_chain', after: 'nft_do_chain [nf_tables]' },
  clones: { label: 'Trim compiler clones', before: 'do_work.isra.0', after: 'do_work' },
  unknown: { label: 'Where unknown frames are', before: '[unknown]', after: '[unknown] (libc.so.6)' },
  shorten: { label: 'Shorten long C++ and Rust', before: 'std::map<K, V, …>::find', after: 'std::map<…>::find' },
  split: { label: 'Split inlined Java', before: 'LA;::f->LB;::g', after: 'A.f ▸ B.g' },
};

export const RAW_NAMES: NameSwitches = switchesFrom(() => false);

/** `shorten` takes away what may matter, `split` changes the tree: who wants them asks. */
export const READABLE_NAMES: NameSwitches = switchesFrom((name) => name !== 'shorten' && name !== 'split');

/** Undefined where the text is none: an unknown word, a word twice, nothing at all. */
export function parseNameSwitches(text: string): NameSwitches | undefined {
  if (text === 'raw') return RAW_NAMES;
  if (text === 'readable') return READABLE_NAMES;
  const wanted = text.split(',');
  const isKnown = wanted.every((word, index) => isNameSwitch(word) && wanted.indexOf(word) === index);
  return isKnown ? switchesFrom((name) => wanted.includes(name)) : undefined;
}

/** The shortest word for it; equal sets print equal texts. */
export function printNameSwitches(switches: NameSwitches): string {
  const print = (set: NameSwitches): string => NAME_SWITCHES.filter((name) => set[name]).join(',');
  const text = print(switches);
  if (text === '') return 'raw';
  return text === print(READABLE_NAMES) ? 'readable' : text;
}

function isNameSwitch(word: string): word is NameSwitch {
  return NAME_SWITCHES.some((name) => name === word);
}

function switchesFrom(isOn: (name: NameSwitch) => boolean): NameSwitches {
  return {
    demangle: isOn('demangle'),
    java: isOn('java'),
    v8: isOn('v8'),
    python: isOn('python'),
    go: isOn('go'),
    modules: isOn('modules'),
    clones: isOn('clones'),
    unknown: isOn('unknown'),
    shorten: isOn('shorten'),
    split: isOn('split'),
  };
}
