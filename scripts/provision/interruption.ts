/**
 * The result of an operation, or a rejection as soon as the signal is aborted: some operations ignore a signal, such as
 * a login by another program.
 * @throws the rejection of the operation, or the reason of the signal
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
