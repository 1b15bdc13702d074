import { ArmError, type ArmRequest, isObject, type Json, type JsonObject, objectIn, stringIn } from './protocol';

/** What exists in the fake cloud, by id; ids differ in casing from client to client, and mean the same. */

export interface Resource extends JsonObject {
  id: string;
  name: string;
  type: string;
}

/** What differs between two runs that did the same. */
const volatile = new Set([
  'creationTime',
  'keyCreationTime',
  'lastEnabledTime',
  'lastModifiedTime',
  'createdOn',
  'updatedOn',
  'etag',
]);

export class Resources {
  private readonly byId = new Map<string, Resource>();

  get(id: string): Resource | undefined {
    return this.byId.get(id.toLowerCase());
  }

  /** @throws ArmError 404, in the words of Azure */
  need(request: ArmRequest, id = request.path): Resource {
    const found = this.get(id);
    if (found) return found;
    this.needGroup(request);
    const label = id.split('/providers/').at(-1) ?? id;
    throw new ArmError(
      404,
      'ResourceNotFound',
      `The Resource '${label}' under resource group '${request.resourceGroup}' was not found. ` +
        'For more details please go to https://aka.ms/ARMResourceNotFoundFix',
    );
  }

  /** @throws ArmError 404 when the request is for a resource group that does not exist */
  needGroup({ subscriptionId, resourceGroup }: ArmRequest): void {
    if (resourceGroup === '') return;
    if (this.get(`/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`)) return;
    throw new ArmError(404, 'ResourceGroupNotFound', `Resource group '${resourceGroup}' could not be found.`);
  }

  set(resource: Resource): void {
    this.byId.set(resource.id.toLowerCase(), resource);
  }

  /** Takes back what could not be created in the end. */
  remove({ id }: Resource): void {
    this.byId.delete(id.toLowerCase());
  }

  /** Resources of a type at or below an id. */
  ofType(type: string, below = ''): readonly Resource[] {
    const prefix = `${below.toLowerCase()}/`;
    return [...this.byId.values()].filter(
      (resource) => resource.type.toLowerCase() === type.toLowerCase() && resource.id.toLowerCase().startsWith(prefix),
    );
  }

  /** A copy without times and etags, in the order of ids: equal after two runs that did the same. */
  snapshot(): Record<string, JsonObject> {
    const entries = [...this.byId.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(entries.map(([, resource]) => [resource.id, lasting(resource)]));
  }
}

function lasting(object: JsonObject): JsonObject {
  const kept = Object.entries(object).filter(([key]) => !volatile.has(key));
  const copy = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(copy);
    return isObject(value) ? lasting(value) : value;
  };
  return Object.fromEntries(kept.map(([key, value]) => [key, copy(value)]));
}

/** `East US 2` and `eastus2` are one location. */
export function normaliseLocation(location: string): string {
  return location.toLowerCase().replaceAll(' ', '');
}

/** @throws ArmError 409 when the resource would move */
export function keepsLocation(existing: Resource, request: ArmRequest): void {
  const before = stringIn(existing, 'location');
  const wanted = normaliseLocation(stringIn(request.body, 'location'));
  if (wanted === '' || wanted === before) return;
  throw new ArmError(
    409,
    'InvalidResourceLocation',
    `The resource '${existing.name}' already exists in location '${before}' in resource group ` +
      `'${request.resourceGroup}'. A resource with the same name cannot be created in location '${wanted}'. ` +
      'Please select a new resource name.',
  );
}

/** A tracked resource as a request wants it, with the fields that Azure adds. */
export function tracked(request: ArmRequest, id: string, type: string, properties: JsonObject): Resource {
  return {
    id,
    name: id.split('/').at(-1) ?? '',
    type,
    location: normaliseLocation(stringIn(request.body, 'location')),
    tags: objectIn(request.body, 'tags'),
    properties,
  };
}

/** A resource after a PATCH: tags that are sent replace all that were there, and none that are not sent go. */
export function retagged<Tagged extends Resource>(existing: Tagged, { body }: ArmRequest): Tagged {
  return 'tags' in body ? { ...existing, tags: objectIn(body, 'tags') } : existing;
}
