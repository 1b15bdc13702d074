import type { Answer, ArmRequest, Handlers } from './protocol';
import type { Resources } from './resources';

/** Handlers of GET, of a resource and of a collection, for types with nothing special about it. */
export function readers(resources: Resources, type: string): Handlers {
  function list(request: ArmRequest): Answer {
    resources.needGroup(request);
    const parent = request.path.split('/').slice(0, -1).join('/');
    const nested = request.names.length > 0;
    const below = nested ? resources.need(request, parent).id : request.scope;
    return { status: 200, body: { value: [...resources.ofType(type, below)] } };
  }

  return {
    [`GET ${type}`]: (request) => ({ status: 200, body: resources.need(request) }),
    [`LIST ${type}`]: list,
  };
}
