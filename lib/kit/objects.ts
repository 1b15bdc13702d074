import { ApiObject, type App } from 'cdk8s';
import type { Manifest, Rendered } from './manifest';

/**
 * The objects of every chart that has any, as `chart.toJson()` returns them.
 * @throws Error where a construct adds a validation that fails
 */
export function objectsOf(app: App): Rendered {
  // Each `chart.toJson()` searches the whole application for dependencies and validations, and mostly there are none.
  const isPlain = app.node.findAll().every(({ node }) => node.dependencies.length + node.validate().length === 0);
  const files = app.charts.map((chart) => {
    const own = () =>
      chart.node
        .findAll()
        .filter(ApiObject.isApiObject)
        .filter((object) => object.chart === chart);
    const objects = isPlain ? own().map((object) => object.toJson()) : chart.toJson();
    return [`${chart.node.id}.k8s.yaml`, objects as Manifest[]] as const;
  });
  return new Map(files.filter(([, manifests]) => manifests.length > 0));
}
