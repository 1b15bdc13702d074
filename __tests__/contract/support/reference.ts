import { checkNames } from './check-names';
import { accepted } from './flags';
import { mutations } from './mutations';
import { notAtHand } from './programs';

/** The list of contract checks and of the mutations that they detect, rendered from them. */

/** docs/reference/contract.md */
export function contractReference(): string {
  const detectedBy = (check: string) => mutations.filter(({ caughtBy }) => caughtBy === check);
  const sections = Object.entries(checkNames).map(
    ([check, question]) =>
      `## ${check}\n\nChecks ${question}.\n\n${detectedBy(check)
        .map(({ mistake }) => `- ${mistake}`)
        .join('\n')}\n`,
  );
  const list = (entries: Readonly<Record<string, string>>) =>
    Object.entries(entries).map(([name, reason]) => `- \`${name}\`: ${reason}`);
  return [
    '# Contract tests\n',
    'Rendered from `__tests__/contract/support/` by `npm run docs`. `npm run test:contract` runs the programs themselves with',
    'the rendered objects, and then with each of these mutations of them. Below each check are the mutations that it',
    `detects, ${mutations.length} in all; it fails when it misses one.\n`,
    ...sections,
    '## Accepted hidden and deprecated flags\n',
    'Their program hides or deprecates them, and they are set for a reason:\n',
    ...list(accepted),
    '\n## Not run\n',
    'Programs that do not run in these tests, by image:\n',
    ...list(notAtHand),
    '',
  ].join('\n');
}
