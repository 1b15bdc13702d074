import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import type { DashboardFile } from '../../monitoring/dashboards';
import { type ComponentProps, metadata } from '../../pods/component';
import { type DashboardOptions, dashboardFiles } from './grafana-config';
import { owner } from './ports';

/** Options of dashboards, and values that the stack sets. */
export interface GrafanaDashboardsProps extends DashboardOptions, ComponentProps {
  /** Built-in dashboards of the environment. */
  readonly builtIn: readonly DashboardFile[];
}

/** ConfigMaps of the dashboards, one each. Grafana loads a change without a restart. */
export class GrafanaDashboards extends Construct {
  constructor(scope: Construct, id: string, props: GrafanaDashboardsProps) {
    super(scope, id);
    for (const { configMap, file, json } of dashboardFiles(props)) {
      new k8s.KubeConfigMap(this, configMap, {
        metadata: metadata(owner, configMap, props),
        data: { [file]: json },
      });
    }
  }
}
