import { setTimeout } from 'node:timers/promises';
import { answerTo, type QueryService } from './cluster';
import { secondsSince } from './figures';

/** What a query that was asked every second was answered. */
export interface Answers {
  readonly asked: number;
  /** What went wrong: an error, or an answer without a series. */
  readonly failures: readonly string[];
}

/** Asks a query every second, for as long as something else runs, which learns how often it was asked. */
export async function whileAsking(
  promql: string,
  run: (asked: () => number) => Promise<void>,
  service?: QueryService,
): Promise<Answers> {
  const failures: string[] = [];
  const running: Promise<void>[] = [];
  const ended = new AbortController();
  const start = Date.now();
  const ask = async () => {
    const asked = `asked after ${secondsSince(start)} s`;
    try {
      const { samples, warnings } = await answerTo(promql, true, service);
      if (samples.length === 0) failures.push([asked, 'no series', ...warnings].join(': '));
    } catch (error) {
      failures.push(`${asked}: ${error}`);
    }
  };
  const asking = (async () => {
    while (!ended.signal.aborted) {
      running.push(ask());
      await setTimeout(1000, undefined, { signal: ended.signal }).catch(() => undefined);
    }
  })();
  try {
    await run(() => running.length);
  } finally {
    ended.abort();
    await asking;
    await Promise.all(running);
  }
  return { asked: running.length, failures };
}
