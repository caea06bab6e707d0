const SAMPLES = 250;
const CPUS = 2;
const INTERVAL_US = 20_408;
const WORDS = ['read', 'write', 'parse', 'hash', 'lock', 'wait', 'merge', 'copy', 'flush', 'walk'];
const IDLE = [
  'pv_native_safe_halt+0xb',
  'default_idle+0x9',
  'do_idle+0x1f4',
  'cpu_startup_entry+0x2a',
  'start_secondary+0x11e',
];

/** A small perf script text with every common kind of line: idle and busy samples, kernel, library, program and unresolved frames. */
export function makeWarmUpText(seed: number): string {
  const lines: string[] = [
    '# hostname : warm-up',
    '# nrcpus online : 2',
    '# event : name = cpu-clock, , { sample_period, sample_freq } = 49',
    '#',
  ];
  for (let i = 0; i < SAMPLES; i++) {
    const mixed = (i * 2_654_435_761 + seed * 40_503) >>> 0;
    const time = ((i * INTERVAL_US) / CPUS / 1e6 + 100).toFixed(6);
    const idle = mixed % 3 === 0;
    const comm = idle ? 'swapper' : `worker ${mixed % 7}`;
    lines.push(
      `${comm.padStart(16)} ${idle ? 0 : 1000 + (mixed % 7)} [${String(i % CPUS).padStart(3, '0')}] ${time.padStart(12)}:   20408163 cpu-clock:ppp: `,
    );
    const frames = idle ? IDLE : busyFrames(mixed);
    for (const frame of frames)
      lines.push(
        `\tffffffff${(mixed % 65_536).toString(16).padStart(8, '0')} ${frame}${frame.endsWith(')') ? '' : ' ([kernel.kallsyms])'}`,
      );
    lines.push('');
  }
  return `${lines.join('\n')}\n`;
}

function busyFrames(mixed: number): string[] {
  const word = (shift: number): string => WORDS[(mixed >>> shift) % WORDS.length] ?? 'run';
  return [
    `__${word(3)}_${word(5)}+0x${(mixed % 300).toString(16)}`,
    `entry_SYSCALL_64_after_hwframe+0x6e`,
    `${word(7)}_${word(9)}+0x1a (/usr/lib/x86_64-linux-gnu/libc.so.6)`,
    `std::${word(11)}<int, char*>::${word(13)}(unsigned long)+0x44 (/usr/bin/program)`,
    `[unknown] (/tmp/perf-${mixed % 9}.map)`,
    `main+0x20 (/usr/bin/program)`,
  ];
}
