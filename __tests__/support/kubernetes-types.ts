/** What the Kubernetes API says about one value: the words that the sources of two versions have in common. */
export type Shape =
  | { readonly scalar: Scalar }
  | { readonly oneOf: readonly (string | number)[] }
  | { readonly list: Shape }
  | { readonly map: Shape }
  | { readonly object: ObjectType };

export interface ObjectType {
  readonly name: string;
  /** Computed when first asked for: types of the API refer to each other, and few of them occur in a manifest. */
  readonly fields: ReadonlyMap<string, Field>;
}

export interface Field {
  readonly shape: Shape;
  readonly required: boolean;
}

/** The kinds of objects that one version of Kubernetes serves, and those of the CRDs that manifests rely on. */
export interface KubernetesTypes {
  /** `major.minor` */
  readonly version: string;
  typeOf(apiVersion: string, kind: string): ObjectType | undefined;
}

export type Scalar = keyof typeof scalars;

const quantity = /^[+-]?(\d+\.?\d*|\.\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;

const scalars = {
  anything: { noun: 'anything', accepts: (_value: unknown) => true },
  string: { noun: 'a string', accepts: (value: unknown) => typeof value === 'string' },
  boolean: { noun: 'a boolean', accepts: (value: unknown) => typeof value === 'boolean' },
  integer: { noun: 'an integer', accepts: Number.isInteger },
  integerOrString: {
    noun: 'an integer or a string',
    accepts: (value: unknown) => Number.isInteger(value) || typeof value === 'string',
  },
  quantity: {
    noun: 'a quantity',
    accepts: (value: unknown) => Number.isFinite(value) || (typeof value === 'string' && quantity.test(value)),
  },
};

/** Types of the API that its sources describe as a plain union of string and number. */
const unions = new Map<string, Shape>([
  ['Quantity', { scalar: 'quantity' }],
  ['IntOrString', { scalar: 'integerOrString' }],
]);

export function unionNamed(name: string): Shape | undefined {
  return unions.get(name);
}

/**
 * Both sources know only `number`. The API's only fractions are quantities, which are told apart by name, and bounds in
 * the schema of a CustomResourceDefinition, which no manifest holds.
 */
export function primitive(name: string): Shape {
  if (name === 'number') return { scalar: 'integer' };
  if (name === 'string' || name === 'boolean') return { scalar: name };
  throw new Error(`no shape for the type ${name}`);
}

/** Everything that keeps an object from being one of its kind, each as `<path of the field> <what is wrong with it>`. */
export function faultsOf(object: unknown, types: KubernetesTypes): string[] {
  const { apiVersion, kind } = isObject(object) ? object : {};
  const type = typeOf(types, apiVersion, kind);
  if (type === undefined) return [`apiVersion ${shown(apiVersion)} has no kind ${shown(kind)}`];
  return [...faults(object, { object: type }, '')];
}

function typeOf(types: KubernetesTypes, apiVersion: unknown, kind: unknown): ObjectType | undefined {
  return typeof apiVersion === 'string' && typeof kind === 'string' ? types.typeOf(apiVersion, kind) : undefined;
}

/** Stricter than Kubernetes in one point: `null`, which stands for a field left out there, is refused as a slip. */
function* faults(value: unknown, shape: Shape, path: string): Generator<string> {
  if ('scalar' in shape) {
    const { noun, accepts } = scalars[shape.scalar];
    if (!accepts(value)) yield `${path} must be ${noun}, got ${shown(value)}`;
  } else if ('oneOf' in shape) {
    if (!shape.oneOf.some((allowed) => allowed === value)) {
      yield `${path} must be ${shape.oneOf.join(' or ')}, got ${shown(value)}`;
    }
  } else if ('list' in shape) {
    if (!Array.isArray(value)) yield `${path} must be a list, got ${shown(value)}`;
    else for (const [index, item] of value.entries()) yield* faults(item, shape.list, `${path}[${index}]`);
  } else if (!isObject(value)) {
    yield `${path} must be an object, got ${shown(value)}`;
  } else if ('map' in shape) {
    for (const [key, item] of Object.entries(value)) yield* faults(item, shape.map, below(path, key));
  } else {
    yield* faultsOfFields(value, shape.object, path);
  }
}

function* faultsOfFields(value: Readonly<Record<string, unknown>>, type: ObjectType, path: string): Generator<string> {
  for (const [key, item] of Object.entries(value)) {
    const field = type.fields.get(key);
    if (field === undefined) yield `${below(path, key)} is not a field of ${type.name}`;
    else yield* faults(item, field.shape, below(path, key));
  }
  for (const [key, { required }] of type.fields) {
    if (required && !Object.hasOwn(value, key)) yield `${below(path, key)} is missing`;
  }
}

/** Keys of labels and annotations hold dots of their own. */
function below(path: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
