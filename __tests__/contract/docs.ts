import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contractReference } from './support/reference';

/** Writes what the docs say of the contract tests, from these; the second half of `npm run docs`. */
writeFileSync(join(__dirname, '../../docs/reference/contract.md'), contractReference());
