import type { Report } from '../../../kit/report';
import type { Global } from '../global';

/** What Alertmanager requires of the fields of one kind of notification, beside their types. */

/** Fields of which exactly one has a value; none where a field of `global` has one. */
export interface Choice<Field extends string = string> {
  readonly of: readonly Field[];
  readonly global?: readonly (keyof Global)[];
}

/** Rules of the fields of an object. */
export interface Rules<Field extends string = string> {
  /** Fields that have a value. */
  readonly required?: readonly Field[];
  readonly oneOf?: readonly Choice<Field>[];
  readonly atMostOne?: readonly (readonly Field[])[];
  /** Fields of Alertmanager that the type leaves out: their values are credentials, `<field>_file` replaces them. */
  readonly credentials?: readonly string[];
  /** Fields with the URL of the service. */
  readonly urls?: readonly Field[];
  /** Fields with host and port of the service. */
  readonly hosts?: readonly Field[];
  /** Fields with a duration in the format of Prometheus. */
  readonly durations?: readonly Field[];
  /** Fields with a duration in the format of Go: no days, weeks and years. */
  readonly timeouts?: readonly Field[];
  /** Lists, by field, and the rules of their items. */
  readonly items?: Readonly<Partial<Record<Field, Rules>>>;
  /** Rules that are not of the kinds above. */
  check?(fields: object, report: Report, global: Global): void;
}

/** One kind of notification: its service, and the rules of its fields. */
export interface Kind<Fields extends object = Readonly<Record<string, unknown>>> extends Rules<keyof Fields & string> {
  /** The service, for the docs. */
  readonly service: string;
  check?(fields: Fields, report: Report, global: Global): void;
}
