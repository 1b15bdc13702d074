import { existsSync, readFileSync } from 'node:fs';

// Runs before the scripts of package.json, with any version of Node and without any package.
const { engines } = JSON.parse(readFileSync('package.json', 'utf8'));
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const [oldestMajor = 0, oldestMinor = 0] = engines.node.match(/\d+/g).map(Number);
const problems = [];
if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
  problems.push(`Node must be ${engines.node}, got ${process.versions.node}; install a newer one`);
}
if (!existsSync('node_modules/.package-lock.json')) {
  problems.push('packages must be installed, got no node_modules; run npm ci');
}
if (problems.length > 0) {
  process.stderr.write(`${problems.join('\n')}\n`);
  process.exitCode = 1;
}
