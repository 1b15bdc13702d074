import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alertsReference, contractReference, withDiagram } from './documentation';

/** Writes what the docs say of the code, from the code: the diagram in README.md, the lists of alerts and of contract checks. */
const project = join(__dirname, '..');
const readme = join(project, 'README.md');

writeFileSync(readme, withDiagram(readFileSync(readme, 'utf8')));
writeFileSync(join(project, 'docs/reference/alerts.md'), alertsReference());
writeFileSync(join(project, 'docs/reference/contract.md'), contractReference());
