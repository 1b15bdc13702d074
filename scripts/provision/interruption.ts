/**
 * The answer of something that is under way, or the reason of the signal as soon as that is aborted: not everything heeds
 * a signal, such as a login by another program.
 * @throws what the promise, or else the signal, is rejected with
 */
export async function unlessAborted<Answer>(signal: AbortSignal, run: () => Promise<Answer>): Promise<Answer> {
  signal.throwIfAborted();
  const running = run();
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([running, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
