import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { AbortError } from '@azure/abort-controller';
import type { TokenCredential } from '@azure/core-auth';
import {
  createHttpHeaders,
  type HttpClient,
  type PipelineRequest,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import { authorizationHandlers } from './authorization';
import { blobHandlers } from './blob-services';
import { type Failure, Faults, Killed, type When } from './faults';
import { groupHandlers } from './groups';
import { identityHandlers } from './identities';
import {
  type Answer,
  ArmError,
  type ArmRequest,
  type Handlers,
  isObject,
  type Json,
  type JsonObject,
} from './protocol';
import { parseUrl } from './resource-ids';
import { Resources } from './resources';
import { defaultSettings, type Settings } from './settings';
import { Storage } from './storage';
import { type Mode, TypesWalker } from './types-walker';

export interface RecordedRequest {
  readonly method: string;
  /** In Azure's casing, without host and query. */
  readonly path: string;
  /** As sent; no request of ours carries a key. */
  readonly body: JsonObject;
  /** 0 as long as there is no answer, and when the connection broke. */
  status: number;
  /** The body of the answer; not kept where it has keys in it. */
  answer?: JsonObject;
}

const modes: Readonly<Record<string, Mode>> = { PUT: 'create', POST: 'create', PATCH: 'update' };

/** Azure Resource Manager in this process, with a memory: `new StorageManagementClient(.., { httpClient: fake })`. */
export class FakeArm implements HttpClient {
  readonly requests: RecordedRequest[] = [];
  /** What Microsoft's types, or this fake, do not know about requests that were sent. */
  readonly violations: string[] = [];
  /** Paths of DELETE requests. */
  readonly deletions: string[] = [];
  readonly settings: Settings;

  private readonly resources = new Resources();
  private readonly storage: Storage;
  private readonly handlers: Handlers;
  private readonly faults = new Faults();
  private readonly walker: TypesWalker | undefined;
  private lives = Number.POSITIVE_INFINITY;

  constructor(settings: Partial<Settings> = {}) {
    this.settings = { ...defaultSettings(), ...settings };
    this.storage = new Storage(this.resources, this.settings);
    this.walker = TypesWalker.load();
    const handlers = {
      ...groupHandlers(this.resources, this.settings),
      ...this.storage.handlers,
      ...blobHandlers(this.resources, this.settings, this.storage),
      ...identityHandlers(this.resources, this.settings),
      ...authorizationHandlers(this.resources, this.settings),
    };
    this.handlers = Object.fromEntries(Object.entries(handlers).map(([key, use]) => [key.toLowerCase(), use]));
  }

  /** False where Microsoft's types are absent: then no request is checked against them. */
  get validates(): boolean {
    return this.walker !== undefined;
  }

  /** Everything that exists, by id, without times, etags and keys; to compare the ends of two runs. */
  state(): Record<string, JsonObject> {
    return structuredClone(this.resources.snapshot());
  }

  /** Both keys of an account, also before it exists. */
  keysOf(account: string): readonly [string, string] {
    return this.storage.keysOf(account);
  }

  /** Lets requests fail: that with a number and those after it, or those chosen; `times` of them. */
  fail(when: When, failure: Failure, times = 1): void {
    this.faults.add(when, failure, times);
  }

  /** After so many further requests every one throws `Killed`, and nothing of it reaches Azure. */
  killAfter(requests: number): void {
    this.lives = requests;
  }

  revive(): void {
    this.lives = Number.POSITIVE_INFINITY;
  }

  async sendRequest(request: PipelineRequest): Promise<PipelineResponse> {
    if (request.abortSignal?.aborted) throw new AbortError('The operation was aborted.');
    if (this.lives <= 0) throw new Killed();
    this.lives -= 1;
    const arm = parse(request);
    const recorded: RecordedRequest = { method: arm.method, path: arm.path, body: arm.body, status: 0 };
    this.requests.push(recorded);
    const failure = this.faults.take(arm, this.requests.length);
    // requests that are under way at the same time must be so here, too
    await setImmediate();
    const done = failure && !failure.applied ? undefined : await this.answer(arm);
    const error = failure?.error(arm, request);
    if (error && !(error instanceof ArmError)) throw error;
    const { status, headers = {}, body } = error?.answer ?? done ?? { status: 500 };
    recorded.status = status;
    if (body && !/Key$|Keys$/.test(arm.type)) recorded.answer = structuredClone(body);
    const contentType = body ? 'application/json; charset=utf-8' : 'text/plain; charset=utf-8';
    return {
      request,
      status,
      headers: createHttpHeaders({ 'Content-Type': contentType, 'x-ms-request-id': randomUUID(), ...headers }),
      bodyAsText: body && arm.method !== 'HEAD' ? JSON.stringify(body) : '',
    };
  }

  private async answer(request: ArmRequest): Promise<Answer> {
    try {
      return await this.handle(request);
    } catch (error) {
      if (error instanceof ArmError) return error.answer;
      throw error;
    }
  }

  /** @throws ArmError for whatever Azure would refuse */
  private async handle(request: ArmRequest): Promise<Answer> {
    const { method, path, type } = request;
    if (!request.query.has('api-version')) {
      const message = 'The api-version query parameter (?api-version=) is required for all requests.';
      throw new ArmError(400, 'MissingApiVersionParameter', message);
    }
    if (method === 'DELETE') {
      this.deletions.push(path);
      throw new ArmError(405, 'MethodNotAllowed', 'Nothing is deleted here.');
    }
    const verb = method === 'GET' && !request.isNamed ? 'LIST' : method;
    const handler = this.handlers[`${verb} ${type}`.toLowerCase()];
    if (!handler) {
      this.violations.push(`${method} ${path}: the fake does not know this request`);
      throw new ArmError(501, 'NotImplemented', `The fake does not know ${verb} ${type}.`);
    }
    this.needRegistration(request);
    this.validate(request);
    return handler(request);
  }

  private needRegistration({ method, type }: ArmRequest): void {
    const [namespace = ''] = type.split('/');
    if (method !== 'PUT' || !this.settings.unregistered.has(namespace)) return;
    throw new ArmError(
      409,
      'MissingSubscriptionRegistration',
      `The subscription is not registered to use namespace '${namespace}'. See https://aka.ms/rps-not-found for how ` +
        'to register subscriptions.',
    );
  }

  private validate({ method, path, type, body }: ArmRequest): void {
    const mode = modes[method];
    const problems = mode && this.walker ? this.walker.problems(type, body, mode) : [];
    if (problems.length === 0) return;
    this.violations.push(...problems.map((problem) => `${method} ${path}: ${problem}`));
    throw new ArmError(400, 'InvalidRequestContent', `The request content was invalid: ${problems.join('; ')}`);
  }
}

/** @throws Error for a body that is no JSON object: no client of ours may send one */
function parse({ url, method, body }: PipelineRequest): ArmRequest {
  if (body !== undefined && body !== null && typeof body !== 'string') throw new Error(`${method} ${url}: not JSON`);
  const parsed: Json = JSON.parse(body || '{}');
  if (!isObject(parsed)) throw new Error(`${method} ${url}: not a JSON object`);
  return { ...parseUrl(url), method, body: parsed };
}

/** A token that is not verified; its text makes it recognizable in a log. */
export const fakeCredential: TokenCredential = {
  getToken: async () => ({ token: 'fake-arm-token', expiresOnTimestamp: Date.now() + 3_600_000 }),
};
