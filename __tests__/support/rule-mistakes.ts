import type { Rule, RulerRuleFile } from '../../lib';

/** Rule files that promtool and `thanos tools rules-check` refuse, and the end of the key of each problem. */

const file = (...rules: readonly object[]): RulerRuleFile => ({ groups: [{ name: 'shop', rules: rules as Rule[] }] });
const up = { alert: 'ShopDown', expr: 'up == 0' };
const recorded = { record: 'shop:up', expr: 'sum(up)' };
const group = (fields: object): RulerRuleFile => ({ groups: [{ name: 'shop', rules: [up], ...fields }] });
const rule = 'groups[0].rules[0]';

export const ruleMistakes: readonly (readonly [string, RulerRuleFile, string])[] = [
  [
    'two groups of one name',
    { groups: [group({}), group({ rules: [recorded] })].flatMap(({ groups }) => groups) },
    'groups[1].name',
  ],
  ['a group without a name', group({ name: '' }), 'groups[0].name'],
  ['an unknown key of a group', group({ intervall: '1m' }), 'groups[0].intervall'],
  ['an interval without a unit', group({ interval: '30' }), 'groups[0].interval'],
  ['an interval in words', group({ interval: '5 minutes' }), 'groups[0].interval'],
  ['an interval below zero', group({ interval: '-5m' }), 'groups[0].interval'],
  ['an offset without a unit', group({ query_offset: '30' }), 'groups[0].query_offset'],
  ['a limit as text', group({ limit: 'many' }), 'groups[0].limit'],
  ['a group with a label __name__', group({ labels: { __name__: 'a' } }), 'groups[0].labels'],
  ['an alert that records', file({ ...up, record: 'a' }), `${rule}.record`],
  ['a rule without a name', file({ expr: 'up' }), `${rule}.alert`],
  ['a rule without an expression', file({ alert: 'A' }), `${rule}.expr`],
  ['a rule with an empty expression', file({ alert: 'A', expr: '' }), `${rule}.expr`],
  ['a misspelt key', file({ ...up, fro: '5m' }), `${rule}.fro`],
  ['no PromQL', file({ alert: 'A', expr: 'sum(rate(foo[5m])' }), `${rule}.expr`],
  ['a rate without a range', file({ alert: 'A', expr: 'rate(foo) > 0' }), `${rule}.expr`],
  ['an unknown function', file({ alert: 'A', expr: 'rat(foo[5m]) > 0' }), `${rule}.expr`],
  [
    'a broken expression among sound ones',
    file(up, recorded, { alert: 'A', expr: 'up ==' }),
    'groups[0].rules[2].expr',
  ],
  ['a duration without a unit', file({ ...up, for: '5' }), `${rule}.for`],
  ['a duration in words', file({ ...up, for: 'five minutes' }), `${rule}.for`],
  ['a duration with its units the wrong way round', file({ ...up, for: '5m1h' }), `${rule}.for`],
  ['a duration with a fraction', file({ ...up, keep_firing_for: '1.5h' }), `${rule}.keep_firing_for`],
  ['a duration of a million years', file({ ...up, for: '1000000y' }), `${rule}.for`],
  ['a recording rule with for', file({ ...recorded, for: '5m' }), `${rule}.for`],
  ['a recording rule with keep_firing_for', file({ ...recorded, keep_firing_for: '5m' }), `${rule}.keep_firing_for`],
  ['a recording rule with annotations', file({ ...recorded, annotations: { summary: 'a' } }), `${rule}.annotations`],
  ['a recording rule with a matcher', file({ record: 'a{b="c"}', expr: 'up' }), `${rule}.record`],
  ['a label __name__', file({ ...up, labels: { __name__: 'a' } }), `${rule}.labels`],
  ['a label without a name', file({ ...up, labels: { '': 'a' } }), `${rule}.labels`],
  ['an annotation without a name', file({ ...up, annotations: { '': 'a' } }), `${rule}.annotations`],
  ...[
    '{{ $labels.job',
    '{{ $label.job }}',
    '{{ humanise $value }}',
    '{{ if $value }}high',
    '{{ end }}',
    '{{ else }}',
    '{{ }}',
    '{{ | humanize }}',
    '{{ ($value }}',
    '{{ $value) }}',
    '{{ "a }}',
    '{{ range query "up" }}{{ .Value }}',
    '{{ $value ! }}',
    '{{ if }}a{{ end }}',
    '{{ with $x := 1 }}{{ $y }}{{ end }}',
    '{{ labels.job }}',
    '{{ value | humanizeBytes }}',
    "{{ 'job' }}",
    '{{ $value | "b" }}',
    '{{ "a".b }}',
    '{{ break }}',
    '{{ if true }}{{ else }}{{ else }}{{ end }}',
    '{{ if true }}{{ define "a" }}{{ end }}{{ end }}',
    '{{ define "a" }}{{ $value }}{{ end }}',
    '{{ if $a := 1 }}{{ end }}{{ $a }}',
    '{{ "a""b" }}',
  ].map((text): readonly [string, RulerRuleFile, string] => [
    `the template ${text}`,
    file({ ...up, annotations: { summary: text } }),
    `${rule}.annotations.summary`,
  ]),
  ['a template in a label', file({ ...up, labels: { team: '{{ $labels' } }), `${rule}.labels.team`],
];

/** Rules with unusual parts that all programs accept. */
export const unusualRules: RulerRuleFile = {
  groups: [
    { name: 'empty', rules: [] },
    {
      name: 'all fields',
      interval: '1m30s',
      limit: 10,
      query_offset: '0s',
      labels: { team: 'shop' },
      rules: [
        { ...up, for: '0s', keep_firing_for: '1d', labels: { severity: 'page', 'a.b': 'c' } },
        { ...recorded, labels: { 'über.label': 'x' } },
        { record: 'a.b', expr: 'vector(1)' },
        { alert: 'With spaces and ümlauts', expr: 'up == 0 # comment\n and on() vector(time()) > 5' },
        ...[
          '{{ $labels.job }} is {{ $value | humanizePercentage }} {{- " trimmed" -}} ',
          '{{ .Labels.job }} {{ .Value }} {{ $externalURL }} {{ $externalLabels.cluster }}',
          '{{ if gt $value 5.0 }}high{{ else if eq $value 1e3 }}1{{ else }}low{{ end }}',
          '{{ range query "up{job=\\"a\\"}" }}{{ .Labels.instance }}={{ .Value }} {{ end }}',
          '{{ with query `up` }}{{ . | first | value }}{{ else }}none{{ end }}',
          '{{ range $i, $e := query "up" }}{{ $i }}: {{ $e.Labels.job }}{{ end }}',
          '{{ $x := printf "%.2f" $value }}{{ $x }} {{ (index $labels "job") | toUpper }}',
          '{{/* a comment */}}{{ define "a" }}{{ . }}{{ end }}{{ template "a" $value }}',
          '{{ $labels.job | reReplaceAll "(.*)" "$1" }} and a single } or { or }}',
        ].map((summary, index) => ({ alert: `Template${index}`, expr: 'up', annotations: { summary } })),
      ],
    },
  ],
};
