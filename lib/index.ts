export { format, type Problem, SynthesisError } from './checks/report';
export type { Spread } from './component';
export { defineEnvironment, type Environment } from './environment';
export type { Manifest, Rendered } from './manifest';
export { render, synth } from './synth';
export type { Duration, Quantity } from './units';
