import fc from 'fast-check';
import type { Place } from './places';

/** Texts that would turn a rendered environment into something else, were they taken as they are. */

/** Pieces of known attacks; the other texts are random. */
const attacks = [
  '\n---\napiVersion: v1\nkind: Secret\nmetadata: { name: evil }\n',
  '"\n  evil: true\n#',
  "' evil: true",
  ': {evil: true}',
  '- evil',
  '!!js/function evil',
  '&a [*a, *a]',
  '%YAML 1.1',
  '"} or vector(1) or up{evil="',
  '.*|.+',
  ') or (1',
  '{{ template "evil" }}',
  '$(EVIL)',
  '$EVIL',
  `\${EVIL}`,
  '`touch evil`',
  '; touch evil #',
  '| touch evil',
  '--web.enable-admin-api',
  '../../../etc/evil',
  '..',
  '/',
  '%2e%2e%2f',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'mоnitoring', // Cyrillic o
  'ｍonitoring', // full width m
  'monitoring\u200b',
  'monitorıng',
  '\u212aubernetes',
  '\u202egnirotinom',
  'a\u2028evil: true',
  'a\u0085evil: true',
  '\u0000',
  '\ud800',
  '\ufeff',
  '\u001b[2Jevil',
  ' evil',
  'evil ',
  '\tevil',
  '\r\nevil: true',
  '',
  ' ',
  '#',
  'evil\n',
] as const;

/** Texts of simple forms that YAML reads as something other than a text, unless they are quoted. */
const words = fc.oneof(
  fc.constantFrom('-', 'true', 'yes', 'null', '~', '012', '1.5', '.inf', '2001-01-01', '=', '<<'),
  fc.stringMatching(/^([1-9][0-9]{0,7}|0x[0-9a-f]{1,6}|[1-9]e[1-9])$/),
);

/** Any code point, halves of surrogate pairs included. fast-check's `binary` takes 1.6 s to list them all. */
const character = fc.integer({ min: 0, max: 0x10ffff }).map((point) => String.fromCodePoint(point));

/** A text that is an attack, or random. */
export const hostile = fc.oneof(
  fc.constantFrom(...attacks),
  fc.string({ unit: character, maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ maxLength: 40 }),
  fc.stringMatching(/^[a-z0-9.-]{1,80}$/),
);

/** A hostile text alone, or before or after what stood in its place: forms are checked from end to end, or not at all. */
export const grafted = fc.oneof(
  { weight: 1, arbitrary: fc.tuple(words, fc.constant('alone')) },
  { weight: 4, arbitrary: fc.tuple(hostile, fc.constantFrom('alone', 'before', 'after')) },
);

/** What then stands in the place. */
export const graft = ([text, where]: readonly [string, string], { text: sound }: Place) =>
  ({ alone: text, before: text + sound, after: sound + text })[where] ?? text;
