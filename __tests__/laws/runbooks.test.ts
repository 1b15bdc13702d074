import { describe, expect, test } from '@jest/globals';
import { type Container, containersOf, keyOf, workloadsOf } from '../../lib/checks/manifests';
import { alertingRules, alertNames, blocksOf, namesIn, runbookFolder, runbookOf } from '../support/alerts';
import { whole } from '../support/environments';
import { offenders } from '../support/offenders';
import { objectsOf } from '../support/rendered';

/** Every alert has a page, and on it commands about objects that the stack has. */

const index = 'README';

test('every alert has a runbook, and every runbook an alert', () => {
  expect(namesIn(runbookFolder, '.md').filter((page) => page !== index)).toEqual(alertNames);
});

test('every runbook says what its alert means, what it costs, how to look and what to do', () => {
  const pages = alertNames.map((alert) => ({ id: alert, page: runbookOf(alert) }));
  const found = offenders(pages, ({ id, page }) => {
    const [title = ''] = page.split('\n');
    const headings = page.match(/^## .*$/gm) ?? [];
    const lines = page.trimEnd().split('\n').length;
    return [
      title !== `# ${id}` && `has the title ${title}`,
      `${headings}` !== '## Meaning,## Impact,## Diagnosis,## Mitigation' && `has the headings ${headings}`,
      (lines < 15 || lines > 45) && `has ${lines} lines`,
      blocksOf(page).length === 0 && 'has no command',
    ];
  });
  expect(found).toEqual([]);
});

const kinds: Readonly<Record<string, string>> = {
  configmap: 'ConfigMap',
  daemonset: 'DaemonSet',
  deployment: 'Deployment',
  secret: 'Secret',
  service: 'Service',
  statefulset: 'StatefulSet',
};

const objects = objectsOf(whole);
const workloads = workloadsOf(objects);
const created = new Set([...objects.map(keyOf), 'Secret/thanos-objstore-config', 'Secret/alertmanager-secrets']);

/** The container of a workload, or of a pod of a StatefulSet, by `kind/name` or `name-0`. */
function containersIn(target: string): readonly Container[] {
  const [kind = '', name = ''] = target.includes('/')
    ? target.split('/')
    : ['statefulset', target.replace(/-\d+$/, '')];
  const workload = workloads.find(({ key }) => key === `${kinds[kind]}/${name}`);
  return workload ? containersOf(workload.spec.template) : [];
}

/** What is wrong with a command: objects, pods and containers that the stack does not have. */
function strayIn(command: string): string[] {
  const words = command.split(/\s+/);
  const named = words.filter((word) => /^[a-z]+\/[-a-z0-9]+$/.test(word) && (word.split('/')[0] as string) in kinds);
  const strangers = named.filter((word) => {
    const [kind = '', name = ''] = word.split('/');
    return !created.has(`${kinds[kind]}/${name}`);
  });
  const verb = words.findIndex((word) => word === 'exec' || word === 'logs');
  const target = words[verb + 1];
  const container = words[words.indexOf('-c') + 1];
  // What is between angle brackets is for the reader to fill in.
  if (verb === -1 || target === undefined || target.startsWith('<') || !words.includes('-c')) return strangers;
  const found = containersIn(target).some(({ name }) => name === container);
  return found ? strangers : [...strangers, `${target} -c ${container}`];
}

const commands = alertNames.flatMap((alert) =>
  blocksOf(runbookOf(alert))
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text }) =>
      text
        .replace(/\\\n\s*/g, '')
        .trimEnd()
        .split('\n'),
    )
    .map((command) => ({ alert, command })),
);

describe('a command of a runbook', () => {
  test('names objects, pods and containers that the stack has', () => {
    expect(commands.length).toBeGreaterThan(alertNames.length / 2);
    const stray = commands.flatMap(({ alert, command }) => strayIn(command).map((what) => `${alert}: ${what}`));
    expect(stray).toEqual([]);
  });

  test('that names what is not there is found', () => {
    expect(strayIn('kubectl -n monitoring logs prometheus-0 -c prometheus')).toEqual([]);
    expect(strayIn('kubectl -n monitoring logs prometheus-0 -c reloader')).toEqual(['prometheus-0 -c reloader']);
    expect(strayIn('kubectl -n monitoring get configmap/nothing')).toEqual(['configmap/nothing']);
  });

  test('reads, or says beforehand what it changes', () => {
    const changes = /\bkubectl\b.*\b(delete|drain|scale|edit|patch|annotate)\b/;
    const changing = commands.filter(({ command }) => changes.test(command));
    const items = changing.map(({ alert, command }) => ({ id: alert, command }));
    const found = offenders(items, ({ id, command }) => {
      const mitigation = runbookOf(id).split('## Mitigation')[1] ?? '';
      return !mitigation.includes(command.split(' \\')[0] ?? command) && command;
    });
    expect(found).toEqual([]);
  });
});

test('a critical alert says in its description what is lost', () => {
  const critical = alertingRules
    .filter(({ labels }) => labels?.severity === 'critical')
    .map((rule) => ({ id: rule.alert, description: rule.annotations?.description ?? '' }));
  expect(offenders(critical, ({ description }) => description.length < 80 && description)).toEqual([]);
});
