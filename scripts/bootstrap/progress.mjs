/**
 * Calm progress on standard error (standard output belongs to the program that is started): one line a step,
 * "Installing dependencies … 14 s", counting on a terminal, printed once when finished elsewhere.
 */
export async function withProgress(title, work) {
  const started = Date.now();
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
  const isTerminal = process.stderr.isTTY === true;
  process.stderr.write(isTerminal ? `${title} …` : `${title} …\n`);
  const timer = isTerminal ? setInterval(() => process.stderr.write(`\r${title} … ${seconds()}`), 1000) : undefined;
  try {
    const result = await work();
    process.stderr.write(isTerminal ? `\r${title} … ${seconds()}\n` : `${title} … done in ${seconds()}\n`);
    return result;
  } catch (error) {
    process.stderr.write(isTerminal ? '\n' : `${title} … failed after ${seconds()}\n`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/** A failure whose message is for the person at the keyboard; printed without a stack. */
export class BootstrapError extends Error {}

/** Runs `main` and turns what it throws into an exit code: a BootstrapError into its message, anything else into its stack. */
export async function runMain(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    process.stderr.write(`${error instanceof BootstrapError ? error.message : error.stack}\n`);
    process.exitCode = 1;
  }
}
