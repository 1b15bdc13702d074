import { performance } from 'node:perf_hooks';
import { unlessAborted } from './interruption';
import type { Progress } from './progress';
import type { Finding, Step } from './step';

/** The plan: what every step would do. Read-only. */
export async function plan(steps: readonly Step[], signal: AbortSignal): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const step of steps) {
    findings.push(await unlessAborted(signal, () => step.inspect(signal)));
  }
  return findings;
}

/**
 * The plan, and what can be checked of its writes before the first one: permissions, conflicts, conditions. Read-only.
 * @throws Refusal for the first step that would fail
 */
export async function prepare(steps: readonly Step[], signal: AbortSignal): Promise<readonly Finding[]> {
  const findings = await plan(steps, signal);
  for (const [index, step] of steps.entries()) {
    const finding = findings[index];
    if (!finding || !step.check || !['create', 'change'].includes(finding.action)) continue;
    await unlessAborted(signal, async () => step.check?.(finding, signal));
  }
  return findings;
}

/**
 * Creates and changes what the plan lists, step by step. Each step is inspected immediately before: an interrupted run
 * is repeated, and finds the results of the previous one.
 */
export async function apply(
  steps: readonly Step[],
  progress: Progress,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const step of steps) {
    signal.throwIfAborted();
    const start = performance.now();
    progress.started(step.resource);
    try {
      const finding = await unlessAborted(signal, () => step.inspect(signal));
      if (finding.action !== 'keep') await unlessAborted(signal, () => step.apply(finding, signal));
      findings.push(finding);
      if (finding.action === 'keep') progress.skipped(`${step.resource} is up to date`);
      else progress.done(`${finding.action} ${step.resource}`, performance.now() - start);
    } catch (error) {
      progress.failed(
        signal.aborted ? `interrupted at ${step.resource}; run the command again to continue` : step.resource,
      );
      throw error;
    }
  }
  return findings;
}
