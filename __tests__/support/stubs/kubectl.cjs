#!/usr/bin/env node
/** kubectl, as far as Secrets go: keeps what is applied in a folder, and notes its arguments and standard input. */
const { appendFileSync, existsSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { parse } = require('yaml');

const { KUBECTL_FOLDER } = process.env;
const args = process.argv.slice(2);
const verb = args[0];
const input = verb === 'apply' ? readFileSync(0, 'utf8') : '';
appendFileSync(join(KUBECTL_FOLDER, 'arguments.jsonl'), `${JSON.stringify(args)}\n`);
const fileOf = (name) => join(KUBECTL_FOLDER, `${name}.json`);

if (verb === 'get' && args[1] === 'secret') {
  const file = fileOf(args[2]);
  if (existsSync(file)) process.stdout.write(readFileSync(file));
} else if (verb === 'apply' && args.includes('--server-side') && args.includes('--filename=-')) {
  appendFileSync(join(KUBECTL_FOLDER, 'standard-input'), input);
  const { metadata, stringData } = parse(input);
  const data = Object.entries(stringData).map(([key, text]) => [key, Buffer.from(text).toString('base64')]);
  writeFileSync(fileOf(metadata.name), JSON.stringify({ metadata, data: Object.fromEntries(data) }));
} else {
  process.stderr.write(`error: the stub does not know ${args.join(' ')}\n`);
  process.exitCode = 1;
}
