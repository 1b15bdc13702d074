import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { stackSelector } from '../../lib/kit/names';
import { connections } from '../../lib/stack/connections';
import { canaryNamespace } from '../support/canary';
import { applyManifests, kubectl, namespace, pods } from '../support/cluster';
import { figure, secondsSince } from '../support/figures';
import { local } from '../support/local-environment';
import { localManifests } from '../support/local-manifests';
import { type Attempt, attemptAll, type Place, placesIn, stranger } from '../support/probe';
import { writeReach } from '../support/reach';
import { absentPrograms, claimCluster, everyPodReady, provision, releaseCluster, testsPolicy } from '../support/stack';
import { ports as every, runningIn } from '../support/wiring';

/** Reachability: every pod, and two foreign pods, try every port of every other pod. */

const namespaces = [namespace, `${namespace}-node-exporter`, canaryNamespace];
const all = Object.values(every);
const portsOf = (protocol?: 'UDP') => [
  ...new Set(all.filter((listener) => listener.protocol === protocol).map(({ port }) => port)),
];
const ports = { tcp: portsOf(), udp: portsOf('UDP'), label: `${namespace}/alertmanager` };

let places: readonly Place[];

/** Components whose program the cluster does not have. */
let absent: readonly string[];

beforeAll(async () => {
  await claimCluster();
  await kubectl(['apply', `--filename=${localManifests()}`]);
  await kubectl(['create', 'namespace', canaryNamespace]);
  const strangers = [stranger('stranger', canaryNamespace), stranger('lodger', namespace)];
  provision();
  await everyPodReady(240);
  await applyManifests(strangers);
  await kubectl(['wait', '--for=condition=Ready', '--timeout=60s', `--namespace=${canaryNamespace}`, 'pod/stranger']);
  await kubectl(['wait', '--for=condition=Ready', '--timeout=60s', `--namespace=${namespace}`, 'pod/lodger']);
  await kubectl(['delete', 'networkpolicy', `--namespace=${namespace}`, testsPolicy]);
  places = await placesIn(namespaces);
  absent = absentPrograms(await pods());
});

afterAll(() => releaseCluster('e2e figures: network'));

const declared = new Set(
  connections(runningIn(local)).flatMap(({ from, to }) => {
    if (typeof to === 'string') return [];
    const { component, port, protocol } = to;
    return [`${from} calls ${component} ${port} ${protocol ?? 'TCP'}`];
  }),
);

const isStack = ({ labels }: Place) => Object.entries(stackSelector).every(([key, value]) => labels[key] === value);
const nameOf = (place: Place) => (isStack(place) ? (place.labels['app.kubernetes.io/name'] ?? '') : place.name);

/** A policy applies to pods that have a network of their own. */
const isGuarded = (place: Place) => isStack(place) && !place.hostNetwork;

/** Between a pod and its own node firewalls differ: the lab's agent exempts both ways, kube-router only the node's calls. */
const isWithinNode = ({ from, to }: Pick<Attempt, 'from' | 'to'>) =>
  from.node === to.node && from.hostNetwork !== to.hostNetwork;

/** Whether a policy allows an attempt. */
function isAllowed({ from, to, port, protocol }: Attempt): boolean {
  if (!isGuarded(from) && !isGuarded(to)) return true;
  // Every pod in the cluster may be annotated as a target.
  if (!isStack(to)) return nameOf(from) === 'prometheus';
  if (to.hostNetwork && !isGuarded(from)) return true;
  return declared.has(`${nameOf(from)} calls ${nameOf(to)} ${port} ${protocol}`);
}

const wired = new Set(all.map(({ component, port, protocol }) => `${component} ${port} ${protocol ?? 'TCP'}`));
const isListening = ({ to, port, protocol }: Attempt) =>
  wired.has(`${nameOf(to)} ${port} ${protocol}`) && !absent.includes(nameOf(to));

/**
 * Whether the firewall rejects what no policy allows, as kube-router does, instead of dropping it. A refused connection
 * then says nothing about a port without a listener.
 */
let rejects: boolean;

/** Foreign pods try Alertmanager, which runs everywhere and to which no policy lets them connect. */
const rejecting = (attempts: readonly Attempt[]) =>
  attempts.some(
    (attempt) =>
      !isStack(attempt.from) &&
      nameOf(attempt.to) === 'alertmanager' &&
      isListening(attempt) &&
      attempt.outcome === 'refused',
  );

const cameThrough = ({ outcome }: Attempt) => outcome === 'answers' || (!rejects && outcome === 'refused');
const described = ({ from, to, port, protocol, outcome }: Attempt) =>
  `${from.name} on ${from.node} to ${to.name} on ${to.node} ${port} ${protocol}: ${outcome}`;

/** Whether the outcome contradicts the declared connections. */
function isSurprise(attempt: Attempt): boolean {
  if (!isAllowed(attempt)) return cameThrough(attempt) && !isWithinNode(attempt);
  return !cameThrough(attempt) && (!rejects || isListening(attempt));
}

test('declared connections succeed, and no others, from any pod to any port', async () => {
  const start = Date.now();
  const attempts = await attemptAll(places, places, ports);
  rejects = rejecting(attempts);
  const surprises = attempts.filter(isSurprise);
  const counts = {
    'pods that tried': places.length,
    attempts: attempts.length,
    'declared, and succeeded': attempts.filter((attempt) => isAllowed(attempt) && cameThrough(attempt)).length,
    'not declared, and blocked': attempts.filter((attempt) => !isAllowed(attempt) && !cameThrough(attempt)).length,
    exceptions: surprises.length,
  };
  for (const [name, count] of Object.entries(counts)) figure(name, count);
  figure('the firewall', rejects ? 'rejects' : 'drops');
  figure('seconds for all attempts', secondsSince(start));
  const reached = matrix(attempts);
  for (const [who, whom] of reached) figure(`${who} reaches`, whom);
  // The page shows which connections get through where a refused one says that no program listens.
  if (!rejects)
    writeReach(counts, reached, [...new Set(places.map(nameOf))].filter((name) => !reached.has(name)).sort());
  expect(surprises.map(described)).toEqual([]);
  expect(attempts).toHaveLength(places.length * (places.length - 1) * (ports.tcp.length + ports.udp.length));
});

/** Whom each caller reached beyond its own node, by component and port. */
function matrix(attempts: readonly Attempt[]): ReadonlyMap<string, string> {
  const reached = new Map<string, Map<string, Set<string>>>();
  for (const attempt of attempts) {
    if (!cameThrough(attempt) || isWithinNode(attempt)) continue;
    const callees = reached.get(nameOf(attempt.from)) ?? new Map<string, Set<string>>();
    const portsReached = callees.get(nameOf(attempt.to)) ?? new Set<string>();
    portsReached.add(attempt.protocol === 'UDP' ? `${attempt.port}/udp` : String(attempt.port));
    reached.set(nameOf(attempt.from), callees.set(nameOf(attempt.to), portsReached));
  }
  return new Map(
    [...reached].map(([who, callees]) => [
      who,
      [...callees]
        .map(([whom, found]) => `${whom} ${found.size > 10 ? 'at every port' : [...found].join(' ')}`)
        .join(', '),
    ]),
  );
}

test('what listens answers whom it is to answer', async () => {
  const attempts = await attemptAll(
    places.filter((place) => nameOf(place) === 'alertmanager'),
    places.filter((place) => nameOf(place) === 'alertmanager'),
    ports,
  );
  const gossip = attempts.filter(({ port }) => port === every.gossip.port);
  expect(gossip).toHaveLength(12);
  expect(gossip.filter(({ outcome }) => outcome !== 'answers').map(described)).toEqual([]);
});

test('without the policies foreign pods can connect: the policies block them', async () => {
  await kubectl(['delete', 'networkpolicy', `--namespace=${namespace}`, '--all']);
  const strangers = places.filter((place) => !isStack(place));
  const attempts = await attemptAll(strangers, places.filter(isGuarded), ports);
  expect(attempts.length).toBeGreaterThan(0);
  const blocked = attempts.filter(({ outcome }) => outcome !== 'answers' && outcome !== 'refused');
  expect(blocked.map(described)).toEqual([]);
});
