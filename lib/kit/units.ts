/**
 * Duration in the format of Prometheus: `90s`, `2h`, `1h30m`, `15d`. Units: `ms`, `s`, `m`, `h`, `d` (24 h), `w` (7 d),
 * `y` (365 d), largest first.
 */
export type Duration =
  | `${number}${DurationUnit}`
  | `${number}${DurationUnit}${number}${DurationUnit}`
  | `${number}${DurationUnit}${number}${DurationUnit}${number}${DurationUnit}`;

type DurationUnit = 'ms' | 's' | 'm' | 'h' | 'd' | 'w' | 'y';

/** Kubernetes quantity: `500m`, `2`, `512Mi`, `100Gi`. */
export type Quantity = `${number}` | `${number}${QuantityUnit}`;

type QuantityUnit = 'm' | 'k' | 'M' | 'G' | 'T' | 'Ki' | 'Mi' | 'Gi' | 'Ti';

const durationPattern = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;
const secondsOf = [31_536_000, 604_800, 86_400, 3_600, 60, 1, 0.001];

const quantityPattern = /^(\d+(?:\.\d+)?)(m|k|M|G|T|Ki|Mi|Gi|Ti)?$/;
const factorOf: Readonly<Record<string, number>> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** Seconds of a duration; `NaN` for other text, so that a check reports it instead of a stack trace. */
export function seconds(duration: string): number {
  const parts = durationPattern.exec(duration);
  if (!parts || duration === '') return Number.NaN;
  return secondsOf.reduce((sum, unit, index) => sum + Number(parts[index + 1] ?? 0) * unit, 0);
}

/** Amount of a quantity in its base unit (bytes, cores); `NaN` for other text. */
export function amount(quantity: string): number {
  const parts = quantityPattern.exec(quantity);
  if (!parts) return Number.NaN;
  return Number(parts[1]) * (parts[2] ? (factorOf[parts[2]] ?? Number.NaN) : 1);
}

/**
 * A share of a quantity of bytes, rounded down to whole mebibytes, in the format of Prometheus and Thanos: `409MiB`.
 */
export function shareInMebibytes(quantity: string, share: number): string {
  return `${Math.floor((amount(quantity) * share) / 2 ** 20)}MiB`;
}

/** Bytes of a size in the format of {@link shareInMebibytes}; also accepts a Kubernetes quantity. */
export function bytes(size: string): number {
  return amount(size.replace(/iB$/, 'i'));
}
