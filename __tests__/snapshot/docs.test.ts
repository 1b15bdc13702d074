import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { certificatesReference } from '../../scripts/certificates-reference';
import { alertsReference, dashboardsReference, withDiagram } from '../../scripts/documentation';
import { imagesReference } from '../../scripts/images-reference';
import { portsReference } from '../../scripts/ports-reference';
import { contractReference } from '../contract/support/reference';

test('the diagram in README.md is the one of the wiring; run `npm run docs` and commit it', () => {
  const readme = readFileSync('README.md', 'utf8');
  expect(readme).toContain('```mermaid');
  expect(readme).toBe(withDiagram(readme));
});

test('docs/reference/alerts.md lists the alerts of lib/monitoring/rules; run `npm run docs` and commit it', () => {
  expect(readFileSync('docs/reference/alerts.md', 'utf8')).toBe(alertsReference());
});

test('docs/reference/ports.md lists the ports of the wiring; run `npm run docs` and commit it', () => {
  expect(readFileSync('docs/reference/ports.md', 'utf8')).toBe(portsReference());
});

test('docs/reference/dashboards.md lists the panels of lib/monitoring/dashboards; run `npm run docs` and commit it', () => {
  expect(readFileSync('docs/reference/dashboards.md', 'utf8')).toBe(dashboardsReference());
});

test('docs/reference/contract.md lists the contract checks and what each finds; run `npm run docs` and commit it', () => {
  expect(readFileSync('docs/reference/contract.md', 'utf8')).toBe(contractReference());
});

test('docs/reference/certificates.md lists the names in certificates; run `npm run docs` and commit it', () => {
  expect(readFileSync('docs/reference/certificates.md', 'utf8')).toBe(certificatesReference());
});

test('docs/reference/images.md lists the images of lib/versions.json; run `npm run docs` and commit it', () => {
  expect(readFileSync('docs/reference/images.md', 'utf8')).toBe(imagesReference());
});

const documents = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'].concat(
  readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join('docs', path)),
);

test.each(documents)('every link of %s leads to a file', (document) => {
  const links = [...readFileSync(document, 'utf8').matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link]) => link ?? '');
  expect(links.filter((link) => !existsSync(join(dirname(document), link)))).toEqual([]);
});
