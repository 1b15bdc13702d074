import * as format from '../../kit/formats';
import type { Report } from '../../kit/report';
import { fieldsOf, itemsOf } from './fields';

/**
 * Checks the time intervals that routes reference.
 * @returns their names
 */
export function checkTimeIntervals(value: unknown, report: Report): ReadonlySet<string> {
  const names = new Set<string>();
  itemsOf(value).forEach((item, index) => {
    const interval = fieldsOf(item);
    const at = report.under(`timeIntervals[${index}]`);
    format.matches(at, 'name', interval.name, /\S/, 'be the name of the interval');
    if (names.has(String(interval.name))) at.add('name', 'be unique', interval.name, 'rename it');
    names.add(String(interval.name));
    const periods = itemsOf(interval.time_intervals);
    if (periods.length === 0) at.add('time_intervals', 'have at least one period', interval.time_intervals, 'add one');
    periods.forEach((period, number) => {
      checkPeriod(period, at.under(`time_intervals[${number}]`));
    });
  });
  return names;
}

function checkPeriod(value: unknown, report: Report): void {
  const period = fieldsOf(value);
  itemsOf(period.times).forEach((range, index) => {
    const at = `times[${index}]`;
    const { start_time: start, end_time: end } = fieldsOf(range);
    const times = [start, end].map((time) =>
      /^(?:([01]\d|2[0-3]):[0-5]\d|24:00)$/.test(String(time)) ? String(time) : undefined,
    );
    const [from, to] = times;
    if (from !== undefined && to !== undefined && from < to) return;
    report.add(
      at,
      'have a start_time before its end_time, both as HH:MM within a day',
      range,
      'divide a range that passes midnight',
    );
  });
  for (const [key, rangeKind] of Object.entries(ranges)) {
    itemsOf(period[key]).forEach((text, index) => {
      const [begin, end = begin, ...rest] = String(text).toLowerCase().split(':').map(rangeKind.member);
      if (rest.length === 0 && begin !== undefined && end !== undefined && rangeKind.isRange(begin, end)) return;
      report.add(`${key}[${index}]`, `be ${rangeKind.rule}`, text, `use a value such as ${rangeKind.example}`);
    });
  }
  const { location } = period;
  if (location !== undefined && !isLocation(location)) {
    report.add('location', 'be a time zone of the IANA database', location, 'use a value such as Europe/London');
  }
}

interface RangeKind {
  readonly rule: string;
  readonly example: string;
  member(text: string): number | undefined;
  isRange(begin: number, end: number): boolean;
}

const indexIn = (names: readonly string[], first: number) => (text: string) => {
  const index = names.indexOf(text);
  return index < 0 ? undefined : index + first;
};

const whole = (text: string) => (/^-?\d{1,4}$/.test(text) ? Number(text) : undefined);

const weekday = indexIn(['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'], 0);

const month = indexIn(
  [
    'january',
    'february',
    'march',
    'april',
    'may',
    'june',
    'july',
    'august',
    'september',
    'october',
    'november',
    'december',
  ],
  1,
);

/** A month has at least 28 days: a range of days that is empty in February is empty. */
const dayOf = (day: number) => (day < 0 ? day + 28 : day);

const ranges: Readonly<Record<string, RangeKind>> = {
  weekdays: {
    rule: 'days of the week in their order, which begins with sunday',
    example: 'monday:friday',
    member: weekday,
    isRange: (begin, end) => begin <= end,
  },
  days_of_month: {
    rule: 'days from 1 to 31, or from -31 to -1 counted from the end, in their order',
    example: '1:7 or -3:-1',
    member: whole,
    isRange: (begin, end) =>
      [begin, end].every((day) => day !== 0 && Math.abs(day) <= 31) &&
      !(begin < 0 && end > 0) &&
      dayOf(begin) <= dayOf(end),
  },
  months: {
    rule: 'months by name or from 1 to 12, in their order',
    example: 'june:august',
    member: (text) => month(text) ?? whole(text),
    isRange: (begin, end) => begin >= 1 && end <= 12 && begin <= end,
  },
  years: {
    rule: 'years in their order',
    example: '2027:2029',
    member: whole,
    isRange: (begin, end) => begin >= 1970 && begin <= end,
  },
};

/** Whether a name is one of the IANA database, in its upper and lower case. */
function isLocation(value: unknown): boolean {
  if (typeof value !== 'string' || !/^[A-Z][\w+-]*(?:\/[A-Z][\w+-]*)*$/.test(value)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    return false;
  }
}
