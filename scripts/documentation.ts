import { parse } from 'yaml';
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
        `- [${alert}](../runbooks/${alert}.md) (${labels?.severity}${pending ? `, after ${pending}` : ''}): ${annotations?.summary}`,
    );
    return `## ${name}\n\n${items.join('\n')}\n`;
  });
  return [
    '# Alerts\n',
    'Rendered from `lib/rules/` by `npm run docs`. Each name leads to the runbook of the alert; its promtool test, firing and',
    'silent, is `lib/rules/tests/<alert>.yaml`. Files about what an environment leaves out are left out with it.\n',
    ...sections,
  ].join('\n');
}
