import { azureClients } from '../../../scripts/provision/azure/clients';
import { type Finding, Refusal, type Step } from '../../../scripts/provision/step';
import { provisioning } from '../storages';
import { FakeArm, fakeCredential } from './fake-arm';
import type { Sends } from './over-https';

/** What answers the clients below. Tests exchange it, and keep their steps, whose rendering takes a while. */
export const azure: { answers: Sends } = { answers: new FakeArm() };

/** Clients of provisioning that wait no time before they try again. */
export const clients = azureClients({
  credential: fakeCredential,
  subscriptionId: provisioning.subscriptionId,
  cloud: 'public',
  httpClient: { sendRequest: (request) => azure.answers.sendRequest(request) },
  retryPolicy: { retryDelayMs: 1, intervalMs: 1, attempts: 3 },
});

const { signal } = new AbortController();

/** Takes steps one after the other, each looked at right before. Answers with what was found. */
export async function take(answers: Sends, steps: readonly Step[]): Promise<readonly Finding[]> {
  azure.answers = answers;
  const findings: Finding[] = [];
  for (const step of steps) {
    const finding = await step.inspect(signal);
    findings.push(finding);
    await step.apply(finding, signal);
  }
  return findings;
}

/**
 * Takes steps, one of which must be refused.
 * @throws what else one of them throws
 */
export async function refusalOf(answers: Sends, steps: readonly Step[]): Promise<Refusal> {
  const error = await take(answers, steps).then(
    () => new Error('was not refused'),
    (reason) => reason,
  );
  if (!(error instanceof Refusal)) throw error;
  return error;
}

/** What was sent other than to look. */
export const writes = (arm: FakeArm) => arm.requests.filter(({ method }) => method !== 'GET' && method !== 'HEAD');
