import { setTimeout } from 'node:timers/promises';

/**
 * Asks again until the answer comes without an error, and returns it.
 * @param condition what is awaited, for the error
 * @param seconds bound on the whole wait
 * @throws Error with the last failure when the time is over
 */
export async function eventually<Answer>(
  condition: string,
  seconds: number,
  ask: () => Promise<Answer> | Answer,
): Promise<Answer> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() > end) throw new Error(`not within ${seconds} s: ${condition}\n${error}`, { cause: error });
    }
    await setTimeout(250);
  }
}
