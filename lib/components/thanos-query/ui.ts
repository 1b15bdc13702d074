import type { UserInterface } from '../../exposure/exposure';
import { services } from './ports';

/** The UI of Thanos Query, which alerts link to. */
export const ui = {
  name: 'thanos-querier',
  service: services.query,
  purpose: 'PromQL, UI',
} as const satisfies UserInterface;
