import { expect, test } from 'vitest';
import { profileFromText } from '../testing/index.ts';
import { deriveIdleSamples } from './idle.ts';

/** Draws one sample: its thread and its stack, root first. */
function isIdle(thread: string, stack: readonly string[]): boolean {
  const profile = profileFromText(
    ['time      0.1', `thread    ${thread}`, ...stack.map((frame) => `          ${frame}`)].join('\n'),
  );
  return deriveIdleSamples(profile)[0] === 1;
}

test('the idle loop of several kernels and machines is idle', () => {
  expect(
    isIdle('swapper', ['common_startup_64', 'start_secondary', 'cpu_startup_entry', 'do_idle', 'default_idle']),
  ).toBe(true);
  expect(
    isIdle('swapper', [
      'x86_64_start_kernel',
      '__pfx_clear_bss',
      'start_kernel',
      'rest_init',
      'cpu_startup_entry',
      'do_idle',
      'cpuidle_enter',
      'cpuidle_enter_state',
      'default_enter_idle',
      'default_idle',
      'pv_native_safe_halt',
    ]),
  ).toBe(true);
  expect(isIdle('swapper', ['do_idle', 'mwait_idle'])).toBe(true);
  expect(
    isIdle('swapper', [
      'secondary_startup_64_no_verify',
      'start_secondary',
      'do_idle',
      'call_cpuidle',
      'psci_cpu_suspend_enter',
    ]),
  ).toBe(true);
  expect(isIdle('swapper', ['cpu_bringup_and_idle', 'xen_hypercall_sched_op'])).toBe(true);
  expect(isIdle('swapper', ['do_idle', 'cpuidle_enter_state', 'intel_idle_ibrs.constprop.0'])).toBe(true);
  expect(isIdle('swapper', ['do_idle', 'acpi_idle_do_entry.isra.0'])).toBe(true);
});

test('a sample of the idle task without a stack is idle', () => {
  expect(isIdle('swapper', [])).toBe(true);
  expect(isIdle('swapper/3:0', [])).toBe(true);
});

test('work that interrupted the idle loop is work, even if it ends in a function that idles', () => {
  expect(isIdle('swapper', ['do_idle', 'default_idle', 'asm_sysvec_apic_timer_interrupt', 'handle_irq_event'])).toBe(
    false,
  );
  expect(isIdle('swapper', ['do_idle', 'default_idle', 'asm_common_interrupt', 'cpuidle_reflect'])).toBe(false);
  expect(isIdle('swapper', ['start_secondary', 'cpu_startup_entry', 'do_idle', 'schedule_idle', '__schedule'])).toBe(
    false,
  );
});

test('a boot function that no list knows does not make the loop below it busy', () => {
  expect(isIdle('swapper', ['brand_new_entry_point', 'start_secondary', 'do_idle'])).toBe(true);
  expect(isIdle('swapper', ['start_secondary', 'brand_new_entry_point', 'do_idle'])).toBe(true);
});

test('only the idle task idles', () => {
  expect(isIdle('stress:55', ['do_idle', 'default_idle'])).toBe(false);
  expect(isIdle('stress:55', [])).toBe(false);
  expect(isIdle('renamed:0', ['do_idle'])).toBe(true);
});

test('names that only look alike are work', () => {
  expect(isIdle('swapper', ['do_idle_work'])).toBe(false);
  expect(isIdle('swapper', ['halting'])).toBe(false);
  expect(isIdle('swapper', ['[unknown]'])).toBe(false);
});

test("V8's (idle) is idle on any thread, and a function of that name is not", () => {
  expect(isIdle('node:7', ['(idle)([v8])'])).toBe(true);
  expect(isIdle('node:7', ['(idle)(app.js)'])).toBe(false);
  expect(isIdle('node:7', ['(idle)([v8])', 'work(app.js)'])).toBe(false);
});
