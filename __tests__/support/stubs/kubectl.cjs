#!/usr/bin/env node
/**
 * kubectl, as far as Secrets go: keeps what is applied in a folder, and notes its arguments and standard input. Of
 * workloads it knows those in the file `workloads.json`, which are ready at once.
 */
const { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { parse } = require('yaml');

const { KUBECTL_FOLDER } = process.env;
const given = process.argv.slice(2);
const args = given.filter((arg) => !arg.startsWith('--context='));
const verb = args[0];
const input = verb === 'apply' ? readFileSync(0, 'utf8') : '';
appendFileSync(join(KUBECTL_FOLDER, 'arguments.jsonl'), `${JSON.stringify(given)}\n`);
const fileOf = (name) => join(KUBECTL_FOLDER, `${name}.json`);
const read = (name) => {
  const absent = { metadata: { name, resourceVersion: '1' } };
  return existsSync(fileOf(name)) ? JSON.parse(readFileSync(fileOf(name), 'utf8')) : absent;
};
const write = (name, object) => writeFileSync(fileOf(name), JSON.stringify(object));

if (verb === 'config') {
  const context = given.find((arg) => arg.startsWith('--context='))?.slice('--context='.length) ?? 'test';
  const clusters = [{ name: 'test', cluster: { server: 'https://127.0.0.1:6443' } }];
  process.stdout.write(JSON.stringify({ kind: 'Config', clusters, 'current-context': context }));
} else if (verb === 'apply' && args.includes('--dry-run=server')) {
  process.stdout.write('serverside-applied (server dry run)\n');
} else if (verb === 'get' && (args[1] === 'secret' || args[1] === 'deployment')) {
  // What another program read before a write: given once.
  const stale = join(KUBECTL_FOLDER, 'stale-once');
  const file = existsSync(stale) ? stale : fileOf(args[2]);
  if (existsSync(file)) process.stdout.write(readFileSync(file));
  if (file === stale) rmSync(stale);
} else if (verb === 'apply' && args.includes('--server-side') && args.includes('--filename=-')) {
  appendFileSync(join(KUBECTL_FOLDER, 'standard-input'), input);
  const { metadata, data } = parse(input);
  write(metadata.name, { ...read(metadata.name), data });
} else if (verb === 'annotate' && args[1] === 'secret') {
  const { metadata, ...rest } = read(args[2]);
  const expected = args.find((arg) => arg.startsWith('--resource-version='))?.split('=')[1];
  const version = Number(metadata.resourceVersion ?? 1);
  if (expected !== undefined && expected !== String(version)) {
    process.stderr.write(`Error from server (Conflict): the object has been modified: version ${version}\n`);
    process.exit(1);
  }
  const [, key, value] = /^([^=]+?)(?:-|=(.*))$/.exec(args.at(-1));
  // What is undefined is not written.
  write(args[2], {
    ...rest,
    metadata: {
      ...metadata,
      resourceVersion: String(version + 1),
      annotations: { ...metadata.annotations, [key]: value },
    },
  });
} else if (verb === 'get' && args[1] === 'statefulsets,deployments,daemonsets') {
  process.stdout.write(readFileSync(fileOf('workloads')));
} else if (verb === 'patch' || verb === 'rollout') {
  process.stdout.write('ready\n');
} else {
  process.stderr.write(`error: the stub does not know ${args.join(' ')}\n`);
  process.exitCode = 1;
}
