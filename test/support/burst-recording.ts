// A recording with a known answer: one CPU, looked at every 20 ms, idle but for
// - a burst of `checksum_block` in second 12, offsets 300 ms (included) to 800 ms (excluded): 25 samples;
// - a stripe of `flush_journal` in every second, offsets 900 ms to 940 ms: 2 samples a second;
// - `background_poll` at offset 100 ms of every second: 1 sample a second.
// Written as perf 6.1 prints it, so that it goes through the same door as any upload.

export const BURST = {
  seconds: 30,
  symbol: 'checksum_block',
  second: 12,
  startMs: 300,
  endMs: 800,
  samples: 25,
  stripeSymbol: 'flush_journal',
  stripeStartMs: 900,
  stripeEndMs: 940,
} as const;

const TICK_MS = 20;
const FIRST_SECOND = 7000;

export function burstRecording(): string {
  const lines = [
    '# ========',
    '# hostname : burst-host',
    '# nrcpus online : 1',
    '# nrcpus avail : 1',
    '# cmdline : perf record -F 50 -a -g',
    '# ========',
    '#',
  ];
  for (let ms = 0; ms < BURST.seconds * 1000; ms += TICK_MS) {
    const at = ms % 1000;
    const inBurst = Math.floor(ms / 1000) === BURST.second && at >= BURST.startMs && at < BURST.endMs;
    const inStripe = at >= BURST.stripeStartMs && at < BURST.stripeEndMs;
    // The lattice stands 3 ms after each multiple of 20, well away from the edges of 50 rows.
    const time = `${FIRST_SECOND + Math.floor(ms / 1000)}.${String(at * 1000 + 3000).padStart(6, '0')}`;
    if (inBurst) lines.push(...sample('ledger', 4242, time, [BURST.symbol, 'verify_ledger', 'main']));
    else if (inStripe) lines.push(...sample('ledger', 4242, time, [BURST.stripeSymbol, 'main']));
    else if (at === 100) lines.push(...sample('monitor', 4300, time, ['background_poll', 'main']));
    else lines.push(...idle(time));
  }
  return lines.join('\n');
}

function sample(comm: string, tid: number, time: string, leafFirst: readonly string[]): string[] {
  const frames = leafFirst.map(
    (symbol, depth) => `\t          40${depth}1a0 ${symbol}+0x1${depth} (/srv/ledger/bin/ledger)`,
  );
  return [`${comm} ${tid} [000] ${time}:   20000000 cpu-clock:ppp: `, ...frames, ''];
}

function idle(time: string): string[] {
  const frames = ['pv_native_safe_halt', 'default_idle', 'do_idle', 'cpu_startup_entry'].map(
    (symbol) => `\tffffffff821f4dab ${symbol}+0xb ([kernel.kallsyms])`,
  );
  return [`swapper     0 [000] ${time}:   20000000 cpu-clock:ppp: `, ...frames, ''];
}
