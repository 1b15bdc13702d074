import { checkNames } from './check-names';
import { accepted } from './flags';
import { mutations } from './mutations';
import { notAtHand } from './programs';

/** The list of what the contract tests ask, rendered from them. */

/** docs/reference/contract.md */
export function contractReference(): string {
  const caught = (check: string) => mutations.filter(({ caughtBy }) => caughtBy === check);
  const sections = Object.entries(checkNames).map(
    ([check, question]) =>
      `## ${check}\n\nChecks ${question}.\n\n${caught(check)
        .map(({ mistake }) => `- ${mistake}`)
        .join('\n')}\n`,
  );
  const list = (entries: Readonly<Record<string, string>>) =>
    Object.entries(entries).map(([name, reason]) => `- \`${name}\`: ${reason}`);
  return [
    '# What the real programs are asked\n',
    'Rendered from `__tests__/contract/support/` by `npm run docs`. `npm run test:contract` asks the programs themselves about',
    'what the environments render, and then about each of these mistakes in it. Below each check are the mistakes that it',
    `finds, ${mutations.length} in all; it fails when it misses one.\n`,
    ...sections,
    '## Flags with an excuse\n',
    'Their program hides them or will drop them, and they are set nevertheless:\n',
    ...list(accepted),
    '\n## Not run\n',
    'Programs that are not asked, in these images:\n',
    ...list(notAtHand),
    '',
  ].join('\n');
}
