import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import { type ComponentProps, metadata } from '../../pods/component';
import type { Component } from '../../stack/wiring';
import { type DashboardOptions, dashboardFiles } from './grafana-config';

/** Options about dashboards, and what the stack adds. */
export interface GrafanaDashboardsProps extends DashboardOptions, ComponentProps {
  /** Components of the environment: there are dashboards of those that run. */
  readonly components: readonly Component[];
}

/** A ConfigMap for each dashboard. Grafana follows their content without a restart. */
export class GrafanaDashboards extends Construct {
  constructor(scope: Construct, id: string, props: GrafanaDashboardsProps) {
    super(scope, id);
    for (const { configMap, file, json } of dashboardFiles(props)) {
      new k8s.KubeConfigMap(this, configMap, {
        metadata: metadata('grafana', configMap, props),
        data: { [file]: json },
      });
    }
  }
}
