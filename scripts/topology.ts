import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mermaid } from '../lib/topology';

/** Writes the diagram of the stack into README.md, between its two marks. */
const readme = join(__dirname, '..', 'README.md');
const marks = /(<!-- topology -->\n)[\s\S]*?(<!-- \/topology -->)/;

const text = readFileSync(readme, 'utf8');
const diagram = `\`\`\`mermaid\n${mermaid('azure-blob')}\n\`\`\`\n`;
writeFileSync(
  readme,
  text.replace(marks, (_, start, end) => `${start}${diagram}${end}`),
);
