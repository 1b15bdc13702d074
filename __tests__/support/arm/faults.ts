import { type PipelineRequest, RestError } from '@azure/core-rest-pipeline';
import { ArmError, type ArmRequest } from './protocol';

/** What goes wrong between a client and Azure. */

/** A number of a request, the first one being 1; or a choice of requests. */
export type When = number | ((request: ArmRequest) => boolean);

export interface Failure {
  /** True when Azure does what is asked, and only the answer gets lost. */
  readonly applied: boolean;
  readonly error: (request: ArmRequest, sent: PipelineRequest) => ArmError | RestError;
}

export interface Fault {
  readonly when: When;
  readonly failure: Failure;
  left: number;
}

export function tooManyRequests(retryAfter = 0): Failure {
  const headers = { 'Retry-After': String(retryAfter) };
  return refusal(429, 'TooManyRequests', 'The request is being throttled.', headers);
}

export function internalServerError(): Failure {
  return refusal(500, 'InternalServerError', 'Encountered internal server error.');
}

/** An answer of Azure in any other words; nothing has been done. */
export function refusal(status: number, code: string, message: string, headers: Record<string, string> = {}): Failure {
  return { applied: false, error: () => new ArmError(status, code, message, headers) };
}

export function authorizationFailed(): Failure {
  const error = ({ method, path, type }: ArmRequest): ArmError => {
    const verb = { GET: 'read', HEAD: 'read', PUT: 'write', PATCH: 'write', DELETE: 'delete' }[method] ?? 'action';
    const client = '00000000-0000-0000-0000-000000000000';
    return new ArmError(
      403,
      'AuthorizationFailed',
      `The client '${client}' with object id '${client}' does not have authorization to perform action ` +
        `'${type}/${verb}' over scope '${path}' or the scope is invalid. If access was recently granted, please ` +
        'refresh your credentials.',
    );
  };
  return { applied: false, error };
}

/** The connection breaks: before Azure has the request, or, when `applied`, before the client has the answer. */
export function connectionReset({ applied = false } = {}): Failure {
  return { applied, error: (_, request) => new RestError('read ECONNRESET', { code: 'ECONNRESET', request }) };
}

/** The process that talks to Azure is gone; not an error that a client could retry. */
export class Killed extends Error {
  constructor() {
    super('the process was killed');
    this.name = 'Killed';
  }
}

/** Faults in the order in which they were injected; each hits a limited number of requests. */
export class Faults {
  private readonly list: Fault[] = [];

  add(when: When, failure: Failure, times: number): void {
    this.list.push({ when, failure, left: times });
  }

  /** The failure of a request, which then has one hit less. */
  take(request: ArmRequest, number: number): Failure | undefined {
    const fault = this.list.find(({ when, left }) => {
      return left > 0 && (typeof when === 'number' ? number >= when : when(request));
    });
    if (!fault) return undefined;
    fault.left -= 1;
    return fault.failure;
  }
}
