import { azure } from './azure';
import { local } from './local';

/** Every environment that `synth` writes. */
export const environments = [local, azure];
