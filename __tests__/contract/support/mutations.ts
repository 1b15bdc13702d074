import type { Mutation } from './mutation';
import { mutationsOfConfigurations } from './mutations-of-configurations';
import { mutationsOfPods } from './mutations-of-pods';
import { mutationsOfTls } from './mutations-of-tls';

/** Every mistake by which the checks are proven. */
export const mutations: readonly Mutation[] = [...mutationsOfPods, ...mutationsOfConfigurations, ...mutationsOfTls];
