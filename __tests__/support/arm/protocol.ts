/** Requests to Azure Resource Manager and its answers, apart from how they travel. */

export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

export interface ArmRequest {
  readonly method: string;
  /** In Azure's casing, without host and query: `/subscriptions/S/resourceGroups/G/providers/Microsoft.Storage/...`. */
  readonly path: string;
  /** `Microsoft.Storage/storageAccounts/listKeys`: keywords of the path, without names. */
  readonly type: string;
  /** Names in the path that belong to the keywords of `type`, in order. */
  readonly names: readonly string[];
  /** False for collections and actions. */
  readonly isNamed: boolean;
  /** What stands before the last `/providers/`: the parent, or what a role assignment is about. */
  readonly scope: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly origin: string;
  readonly query: URLSearchParams;
  readonly body: JsonObject;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: JsonObject;
}

export type Handler = (request: ArmRequest) => Answer | Promise<Answer>;

/** Handlers by `METHOD type`; `LIST type` is a GET of a collection. */
export type Handlers = Readonly<Record<string, Handler>>;

export class ArmError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = 'ArmError';
  }

  get answer(): Answer {
    const body = { error: { code: this.code, message: this.message } };
    return { status: this.status, headers: this.headers, body };
  }
}

/** The property, if it is an object; otherwise an empty one. */
export function objectIn(body: JsonObject, key: string): JsonObject {
  const value = body[key];
  return isObject(value) ? value : {};
}

export function stringIn(body: JsonObject, key: string): string {
  const value = body[key];
  return typeof value === 'string' ? value : '';
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
