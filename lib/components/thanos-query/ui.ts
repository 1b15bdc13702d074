import type { UserInterface } from '../../exposure/exposure';
import { services } from './ports';

/** The UI of Thanos Query, to which alerts link. */
export const ui = {
  name: 'thanos-querier',
  service: services.query,
  purpose: 'PromQL, UI',
} as const satisfies UserInterface;
