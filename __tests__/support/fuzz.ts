/**
 * How far the tests of hostile texts draw. `FUZZ=thousands` in the environment of a run makes thousands of cases out of
 * the hundreds of `npm test`. Both draw from one seed, so a run that fails does so again.
 */
export const isThorough = process.env.FUZZ === 'thousands';

/**
 * Parameters of fast-check.
 * @param few runs in `npm test`
 * @param many runs with `FUZZ=thousands`, fewer where a slow machine does not get through them in 50 s
 */
export function drawn({ few, many }: { readonly few: number; readonly many: number }) {
  return {
    seed: 1,
    numRuns: isThorough ? many : few,
    ...(isThorough ? { interruptAfterTimeLimit: 50_000, markInterruptAsFailure: false } : {}),
    // To shrink a failure would take minutes: dozens of texts at a time.
    endOnFailure: true,
  };
}
