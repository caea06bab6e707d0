import type { Profile } from '../tables/profile.ts';
import { NONE } from '../tables/profile.ts';

/**
 * Which samples found their CPU idle: the task is the idle task (tid 0, `swapper…`) and the innermost frames are the idle loop
 * and nothing else, or there is no stack. An interrupt that arrived in the idle loop is work: its frames lie inside of the loop's.
 *
 *   common_startup_64;start_secondary;cpu_startup_entry;do_idle;default_idle                    idle
 *   common_startup_64;start_secondary;cpu_startup_entry;do_idle;default_idle;asm_sysvec_…;…     work
 */

/** The idle loop and what it calls to stop the CPU; a trailing or leading `*` as in a shell. From Linux 4.x to 6.x, x86, arm64 and Xen. */
const IDLE_LOOP = [
  'do_idle',
  'cpu_startup_entry',
  'cpu_idle*',
  'cpuidle_*',
  'call_cpuidle',
  'default_idle*',
  'default_enter_idle*',
  'arch_cpu_idle*',
  'mwait_idle*',
  'intel_idle*',
  'acpi_idle*',
  'acpi_processor_ffh_cstate_enter*',
  'poll_idle',
  '*halt',
  'psci_*suspend*',
  '__psci_*suspend*',
  'cpu_do_idle',
  'cpu_bringup_and_idle',
  'xen_hypercall_sched_op',
  'xen_hypercall_vcpu_op',
  'schedule_idle',
  'amd_e400_idle',
];

/** What runs before the idle loop in the same stack; a symbol unknown to both lists may stand outside of these. */
const BOOT = [
  'rest_init',
  'start_kernel',
  'start_secondary',
  'secondary_startup*',
  'secondary_start_kernel',
  'x86_64_start_*',
  'common_startup_64',
  '__pfx_*',
  'arch_call_rest_init',
  '__primary_switched',
  '__secondary_switched',
  '__primary_switch',
  'secondary_startup',
  'startup_xen',
  'xen_start_kernel',
  'asm_cpu_bringup_and_idle',
];

const idleLoop = patternOf(IDLE_LOOP);
const boot = patternOf(BOOT);

/** How far a stack got, read from the root. Judged once a stack: a prefix stands before whatever continues it. */
const OUTSIDE = 0;
const BOOTED = 1;
const IN_IDLE_LOOP = 2;
const INTERRUPTED = 3;

/** One byte a sample, 1 = idle, whatever its event. O(stacks + samples + strings). */
export function deriveIdleSamples(profile: Profile): Uint8Array {
  const { samples, threads } = profile;
  const idleStack = deriveIdleStacks(profile);
  const isIdleTask = new Uint8Array(threads.length);
  for (let thread = 0; thread < threads.length; thread++)
    isIdleTask[thread] = threads.tid[thread] === 0 || threads.comm[thread].startsWith('swapper') ? 1 : 0;

  const idle = new Uint8Array(samples.length);
  const isV8Idle = frameIsV8Idle(profile);
  for (let i = 0; i < samples.length; i++) {
    const stack = samples.stack[i];
    if (isIdleTask[samples.thread[i]] === 0) {
      if (stack !== NONE) idle[i] = isV8Idle[profile.stacks.frame[stack]];
      continue;
    }
    idle[i] = stack === NONE ? 1 : idleStack[stack];
  }
  return idle;
}

/** V8's profiler calls it `(idle)` when its thread waits; the parser marks V8's own entries by this mapping, which no file has. */
function frameIsV8Idle({ frames, strings }: Profile): Uint8Array {
  const isIdle = new Uint8Array(frames.length);
  for (let frame = 0; frame < frames.length; frame++) {
    const mapping = frames.mapping[frame];
    if (mapping !== NONE && strings[mapping] === '[v8]' && strings[frames.symbol[frame]] === '(idle)')
      isIdle[frame] = 1;
  }
  return isIdle;
}

/** One byte a stack: 1 where the idle task with this leaf would be idle. */
function deriveIdleStacks({ stacks, frames, strings }: Profile): Uint8Array {
  const role = strings.map(roleOf);
  const reached = new Uint8Array(stacks.length);
  const idle = new Uint8Array(stacks.length);
  for (let stack = 0; stack < stacks.length; stack++) {
    const prefix = stacks.prefix[stack];
    const state = step(prefix === NONE ? OUTSIDE : reached[prefix], role[frames.symbol[stacks.frame[stack]]]);
    reached[stack] = state;
    idle[stack] = state === BOOTED || state === IN_IDLE_LOOP ? 1 : 0;
  }
  return idle;
}

type Role = 'idle loop' | 'boot' | 'other';

function step(state: number, role: Role): number {
  if (state === INTERRUPTED) return INTERRUPTED;
  if (role === 'idle loop') return IN_IDLE_LOOP;
  if (role === 'boot') return state === IN_IDLE_LOOP ? IN_IDLE_LOOP : BOOTED;
  return state === IN_IDLE_LOOP ? INTERRUPTED : OUTSIDE;
}

/** The compiler's suffixes (`.isra.0`, `.constprop.1`, `.cold`, `.llvm.123`) do not change what a function does. */
function roleOf(symbol: string): Role {
  const dot = symbol.indexOf('.', 1);
  const name = dot === -1 ? symbol : symbol.slice(0, dot);
  if (idleLoop.test(name)) return 'idle loop';
  return boot.test(name) ? 'boot' : 'other';
}

function patternOf(names: readonly string[]): RegExp {
  return new RegExp(`^(?:${names.map((name) => name.replaceAll('*', '.*')).join('|')})$`);
}
