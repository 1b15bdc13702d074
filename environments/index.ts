import { azure } from './azure';
import { local } from './local';

/** The environments that `synth` renders. */
export const environments = [local, azure];
