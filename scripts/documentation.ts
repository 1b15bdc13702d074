import { parse } from 'yaml';
import { checkNames } from '../__tests__/support/contract/check-names';
import { accepted } from '../__tests__/support/contract/flags';
import { mutations } from '../__tests__/support/contract/mutations';
import { notAtHand } from '../__tests__/support/contract/programs';
import { azure } from '../environments/azure';
import { componentsOf } from '../lib/composition';
import { ruleFile, ruleFileNames } from '../lib/rules';
import { mermaid } from '../lib/topology';

/** Parts of the docs that are rendered from the code, so that they cannot say something else. */

const marks = /(<!-- topology -->\n)[\s\S]*?(<!-- \/topology -->)/;

/** README.md with the diagram of the wiring between its two marks. */
export function withDiagram(readme: string): string {
  const diagram = `\n\`\`\`mermaid\n${mermaid(componentsOf(azure))}\n\`\`\`\n\n`;
  return readme.replace(marks, (_, start, end) => `${start}${diagram}${end}`);
}

interface Rules {
  readonly groups: readonly {
    readonly rules: readonly {
      readonly alert?: string;
      readonly for?: string;
      readonly labels?: Readonly<Record<string, string>>;
      readonly annotations?: Readonly<Record<string, string>>;
    }[];
  }[];
}

/** docs/reference/alerts.md */
export function alertsReference(): string {
  const sections = ruleFileNames.map((name) => {
    const { groups } = parse(ruleFile(name)) as Rules;
    const alerts = groups.flatMap(({ rules }) => rules).filter(({ alert }) => alert !== undefined);
    const items = alerts.map(
      ({ alert, for: pending, labels, annotations }) =>
        `- **${alert}** (${labels?.severity}${pending ? `, after ${pending}` : ''}): ${annotations?.summary}`,
    );
    return `## ${name}\n\n${items.join('\n')}\n`;
  });
  return [
    '# Alerts\n',
    'Rendered from `lib/rules/` by `npm run docs`. Each alert has promtool tests beside it, firing and silent.\n',
    ...sections,
  ].join('\n');
}

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
    'Rendered from `__tests__/support/contract/` by `npm run docs`. `npm run test:contract` asks the programs themselves about',
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
