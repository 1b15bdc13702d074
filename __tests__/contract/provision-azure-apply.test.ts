import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Environment } from '../../lib';
import { azureClients } from '../../scripts/provision/azure/clients';
import { roleAssignmentName } from '../../scripts/provision/azure/role-assignment';
import { azureSteps, clientIds } from '../../scripts/provision/azure/steps';
import type { Finding, Step } from '../../scripts/provision/step';
import { FakeArm, fakeCredential } from '../support/arm/fake-arm';
import { connectionReset, type Failure, internalServerError, Killed, tooManyRequests } from '../support/arm/faults';
import { whole } from '../support/environments';
import { azureByAccountKey, azureByWorkloadIdentity, provisioning } from '../support/storages';

const byIdentity: Environment = { ...whole, objectStorage: { ...azureByWorkloadIdentity, provisioning } };
const byKey: Environment = { ...whole, objectStorage: { ...azureByAccountKey, provisioning } };

const { signal } = new AbortController();

function clientsOf(httpClient: Sends) {
  return azureClients({
    credential: fakeCredential,
    subscriptionId: provisioning.subscriptionId,
    cloud: 'public',
    httpClient,
    retryPolicy: { retryDelayMs: 1, intervalMs: 1, attempts: 20 },
  });
}

type Sends = Pick<FakeArm, 'sendRequest'>;

/** Azure applies the write with a number, but the client has exited before the response. */
function killedBeforeAnswer(arm: FakeArm, write: number): Sends {
  return {
    async sendRequest(request) {
      const answer = await arm.sendRequest(request);
      if (writes(arm).length >= write) throw new Killed();
      return answer;
    },
  };
}

/** Steps remember nothing: those of an environment are the same for every fake, and rendering it takes a while. */
let current: Sends = new FakeArm();
const clients = clientsOf({ sendRequest: (request) => current.sendRequest(request) });
const stepsOf = new Map([byIdentity, byKey].map((environment) => [environment, azureSteps(environment, { clients })]));

async function run(arm: Sends, environment: Environment, use: (step: Step, finding: Finding) => Promise<void>) {
  current = arm;
  const findings: Finding[] = [];
  for (const step of stepsOf.get(environment) ?? azureSteps(environment, { clients })) {
    const finding = await step.inspect(signal);
    findings.push(finding);
    await use(step, finding);
  }
  return findings;
}

const plan = (arm: Sends, environment: Environment) => run(arm, environment, async () => {});

const apply = (arm: Sends, environment: Environment, until = signal) =>
  run(arm, environment, (step, finding) => step.apply(finding, until));

/** What was sent other than to look. */
const writes = (arm: FakeArm, from = 0) =>
  arm.requests.slice(from).filter(({ method }) => method !== 'GET' && method !== 'HEAD');

function expectClean(arm: FakeArm): void {
  expect(arm.violations).toEqual([]);
  expect(arm.requests.filter(({ method }) => method === 'DELETE')).toEqual([]);
}

describe.each([
  ['workload identity', byIdentity, 12],
  ['an account key', byKey, 4],
])('under %s', (_, environment, count) => {
  let undisturbed: FakeArm;
  let first: readonly Finding[];

  beforeAll(async () => {
    undisturbed = new FakeArm();
    first = await apply(undisturbed, environment);
  });

  test('a plan of an empty subscription only looks, and would create everything', async () => {
    const arm = new FakeArm();
    const findings = await plan(arm, environment);
    expect(findings).toHaveLength(count);
    expect(findings.filter(({ action }) => action !== 'create')).toEqual([]);
    expect(writes(arm)).toEqual([]);
    expect(arm.state()).toEqual({});
    expectClean(arm);
  });

  test('the first run creates what the plan said, and the second finds nothing to do', async () => {
    // The blob service comes with its account, and only is set.
    expect(first.map(({ action }) => action).filter((action) => action !== 'create')).toEqual(['change']);
    const before = undisturbed.requests.length;
    const second = await apply(undisturbed, environment);
    expect(second.flatMap(({ action, details }) => (action === 'keep' ? [] : details))).toEqual([]);
    expect(writes(undisturbed, before)).toEqual([]);
    expectClean(undisturbed);
  });

  test('after a kill behind any request, the next run ends as if there had been none', async () => {
    const wanted = undisturbed.state();
    const requests = new FakeArm();
    await apply(requests, environment);
    for (let n = 0; n < requests.requests.length; n++) {
      const arm = new FakeArm();
      arm.killAfter(n);
      await expect(apply(arm, environment)).rejects.toThrow('the process was killed');
      arm.revive();
      await apply(arm, environment);
      expect({ n, state: arm.state() }).toEqual({ n, state: wanted });
      expectClean(arm);
    }
  });

  test('after a kill between any write and its answer, the next run ends as if there had been none', async () => {
    const wanted = undisturbed.state();
    for (let n = 1; n <= writes(undisturbed).length; n++) {
      const arm = new FakeArm();
      await expect(apply(killedBeforeAnswer(arm, n), environment)).rejects.toThrow('the process was killed');
      await apply(arm, environment);
      expect({ n, state: arm.state() }).toEqual({ n, state: wanted });
      expectClean(arm);
    }
  });

  test.each<[string, Failure]>([
    ['throttling', tooManyRequests()],
    ['a failure of Azure', internalServerError()],
    ['a broken connection', connectionReset()],
    ['a broken connection after the deed', connectionReset({ applied: true })],
  ])('%s at any one request is survived', async (_, failure) => {
    const wanted = undisturbed.state();
    const total = undisturbed.requests.length;
    for (let n = 1; n <= total; n++) {
      const arm = new FakeArm();
      arm.fail(n, failure);
      await apply(arm, environment);
      expect({ n, state: arm.state() }).toEqual({ n, state: wanted });
      expectClean(arm);
    }
  });
});

test('the client IDs of the identities are told after the run, and none before', async () => {
  const arm = new FakeArm();
  expect(await clientIds(clientsOf(arm), byIdentity)).toEqual({});
  await apply(arm, byIdentity);
  const { writer, reader } = await clientIds(clientsOf(arm), byIdentity);
  expect(writer).toMatch(/^[0-9a-f-]{36}$/);
  expect(reader).toMatch(/^[0-9a-f-]{36}$/);
  expect(writer).not.toBe(reader);
});

test('an account that an earlier run left behind in creation is waited for, and then looked at', async () => {
  const arm = new FakeArm({ polls: 5 });
  arm.killAfter(6);
  await expect(apply(arm, byKey)).rejects.toThrow('the process was killed');
  arm.revive();
  const findings = await plan(arm, byKey);
  expect(findings[1]?.details).toEqual(['provisioningState: Creating, not ready yet']);
  const other = new FakeArm();
  await apply(other, byKey);
  await apply(arm, byKey);
  expect(arm.state()).toEqual(other.state());
});

test('a principal that has not reached every replica of Entra is waited for', async () => {
  const arm = new FakeArm({ principalNotFound: 3 });
  await apply(arm, byIdentity);
  expect(writes(arm).filter(({ path }) => path.includes('roleAssignments'))).toHaveLength(5);
  expectClean(arm);
});

describe('of manual changes', () => {
  /** Everything but the steps about something. */
  const applyAllBut = (arm: FakeArm, word: string) =>
    run(arm, byIdentity, async (step, finding) => {
      if (!step.resource.startsWith(word)) await step.apply(finding, signal);
    });

  test('a role is not assigned again', async () => {
    const arm = new FakeArm();
    await applyAllBut(arm, 'role assignment');
    const { principalId = '' } = await clients.identities.userAssignedIdentities.get(
      'monitoring',
      'test-thanos-writer',
    );
    const scope = Object.keys(arm.state()).find((id) => id.endsWith('/containers/metrics')) ?? '';
    const roleDefinitionId = '/providers/Microsoft.Authorization/roleDefinitions/ba92f5b4-2d11-453d-a403-e96b0029c9fe';
    await clients.authorization.roleAssignments.create(scope.slice(1), '11111111-1111-4111-8111-111111111111', {
      roleDefinitionId,
      principalId,
    });
    await apply(arm, byIdentity);
    expect(Object.keys(arm.state()).filter((id) => id.includes('/roleAssignments/'))).toHaveLength(2);
    expect((await plan(arm, byIdentity)).filter(({ action }) => action !== 'keep')).toEqual([]);
    expectClean(arm);
  });

  test('a federated credential is not entered again', async () => {
    const arm = new FakeArm();
    await applyAllBut(arm, 'federated credential');
    await clients.identities.federatedIdentityCredentials.createOrUpdate(
      'monitoring',
      'test-thanos-reader',
      'by-hand',
      {
        issuer: provisioning.oidcIssuer,
        subject: 'system:serviceaccount:monitoring:thanos-store',
        audiences: ['api://AzureADTokenExchange'],
      },
    );
    await apply(arm, byIdentity);
    const names = Object.keys(arm.state()).map((id) => id.split('/federatedIdentityCredentials/')[1]);
    expect(names.filter(Boolean)).toEqual([
      'by-hand',
      'monitoring-prometheus',
      'monitoring-thanos-compactor',
      'monitoring-thanos-ruler',
    ]);
    expectClean(arm);
  });
});

test('names of role assignments are the same in every run', async () => {
  const name = roleAssignmentName('/subscriptions/s', 'principal', 'role');
  expect(name).toBe(roleAssignmentName('/SUBSCRIPTIONS/s', 'Principal', 'role'));
  expect(name).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('an abort stops the waiting, and nothing is sent after it', async () => {
  const arm = new FakeArm({ polls: 1000 });
  const controller = new AbortController();
  const running = apply(arm, byKey, controller.signal);
  setTimeout(() => controller.abort(new Error('stopped')), 50);
  const started = Date.now();
  await expect(running).rejects.toThrow('stopped');
  expect(Date.now() - started).toBeLessThan(1000);
  const sent = arm.requests.length;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(arm.requests).toHaveLength(sent);
});
