import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { certificatesReference } from './certificates-reference';
import { alertsReference, dashboardsReference, withDiagram } from './documentation';
import { imagesReference } from './images-reference';
import { portsReference } from './ports-reference';

/**
 * Writes what the docs say of the code, from the code: the diagram in README.md, the lists of alerts, dashboards, ports,
 * certificates and images.
 */
const project = join(__dirname, '..');
const readme = join(project, 'README.md');

writeFileSync(readme, withDiagram(readFileSync(readme, 'utf8')));
writeFileSync(join(project, 'docs/reference/alerts.md'), alertsReference());
writeFileSync(join(project, 'docs/reference/ports.md'), portsReference());
writeFileSync(join(project, 'docs/reference/dashboards.md'), dashboardsReference());
writeFileSync(join(project, 'docs/reference/certificates.md'), certificatesReference());
writeFileSync(join(project, 'docs/reference/images.md'), imagesReference());
