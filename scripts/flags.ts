import { readFileSync, writeFileSync } from 'node:fs';
import { file, flagsIn, programFlags } from './program-flags';

/**
 * Writes lib/kit/program-flags.json from the programs on PATH. `npm run flags -- <program> <file>` adds a program that
 * cannot run here, from a file with its help.
 */
const [program, help] = process.argv.slice(2);
const added = program && help ? { [program]: flagsIn(readFileSync(help, 'utf8')) } : {};
writeFileSync(file, `${JSON.stringify({ ...programFlags(), ...added }, null, 2)}\n`);
