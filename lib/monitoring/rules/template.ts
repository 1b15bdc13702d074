import { shown } from '../promql/syntax';

/** Templates of Go (`text/template`), as in annotations and labels of alerts. */

const builtInFunctions =
  'and call html index slice js len not or print printf println urlquery eq ge gt le lt ne true false nil break continue';

const token =
  /\s+|"(?:\\.|[^"\\\n])*"|`[^`]*`|'(?:\\[^'\n]*|\\'|[^'\\\n])'|:=|[-+]?(?:\d[\w.]*|\.\d\w*)|\$\w*(?:\.\w+)*|(?:\.\w+)+|\.|[A-Za-z_]\w*|[=|(),]/uy;

const blocks = ['if', 'range', 'with', 'define', 'block'];

/**
 * What is wrong with a template; `undefined` where it is sound. Checked are delimiters, texts, parentheses, blocks, names
 * of functions and variables; not the arguments of functions.
 * @param functions names of the functions beside those of Go
 * @param variables names of the declared variables, with their `$`
 */
export function templateMistake(
  text: string,
  functions: readonly string[],
  variables: readonly string[],
): string | undefined {
  const known = new Set([...functions, ...builtInFunctions.split(' ')]);
  const declared = new Set(['$', ...variables]);
  const open: string[] = [];
  let position = 0;
  for (let start = text.indexOf('{{'); start >= 0; start = text.indexOf('{{', position)) {
    const action = actionAt(text, start + 2);
    if ('mistake' in action) return action.mistake;
    position = action.end;
    const mistake = checkAction(action.tokens, known, declared, open);
    if (mistake) return mistake;
  }
  return open.length > 0 ? `{{ ${open.at(-1)} }} without {{ end }}` : undefined;
}

type Action = { readonly tokens: readonly string[]; readonly end: number } | { readonly mistake: string };

function actionAt(text: string, from: number): Action {
  const tokens: string[] = [];
  let position = /^-(?=\s)/.test(text.slice(from, from + 2)) ? from + 1 : from;
  const comment = /^\s*\/\*.*?\*\/\s*-?\}\}/s.exec(text.slice(position));
  if (comment) return { tokens: ['/*'], end: position + comment[0].length };
  for (;;) {
    const end = /^(?:\s-)?\}\}/.exec(text.slice(position));
    if (end) return { tokens, end: position + end[0].length };
    token.lastIndex = position;
    const [found] = token.exec(text) ?? [];
    if (found === undefined) {
      const [next] = text.slice(position);
      return { mistake: next === undefined ? '{{ without }}' : 'unexpected text in {{ }}' };
    }
    if (found.trim() !== '') tokens.push(found);
    position += found.length;
  }
}

function checkAction(
  tokens: readonly string[],
  known: ReadonlySet<string>,
  declared: Set<string>,
  open: string[],
): string | undefined {
  const [first] = tokens;
  if (first === undefined) return 'empty {{ }}';
  if (first === '/*') return undefined;
  if (first === 'end') {
    return tokens.length > 1 ? 'text after end' : open.pop() === undefined ? '{{ end }} without a block' : undefined;
  }
  if (first === 'else' && open.length === 0) return '{{ else }} without a block';
  const keywords = first === 'else' ? (['if', 'with'].includes(tokens[1] ?? '') ? 2 : 1) : 0;
  const isBlock = blocks.includes(first);
  if (isBlock) open.push(first);
  const rest = tokens.slice(isBlock || first === 'template' ? 1 : keywords);
  if (rest.length === 0 && first !== 'else') return `{{ ${first} }} without a value`;
  return checkPipeline(rest, known, declared);
}

function checkPipeline(
  tokens: readonly string[],
  known: ReadonlySet<string>,
  declared: Set<string>,
): string | undefined {
  let depth = 0;
  for (const [index, part] of tokens.entries()) {
    const [previous, next] = [tokens[index - 1], tokens[index + 1]];
    if (part === '(') depth += 1;
    if (part === ')') depth -= 1;
    if (depth < 0) return 'unexpected ) in {{ }}';
    if (part === '|' && (previous === undefined || previous === '(' || previous === '|'))
      return 'unexpected | in {{ }}';
    if (/^[A-Za-z_]/.test(part) && !known.has(part)) return `unknown function${shown(part)}`;
    const variable = /^\$\w*/.exec(part)?.[0];
    if (variable === undefined) continue;
    if (next === ':=' || next === ',') declared.add(variable);
    else if (!declared.has(variable)) return `undefined variable${shown(variable.slice(1)) && ` ${variable}`}`;
  }
  return depth > 0 ? '( without ) in {{ }}' : undefined;
}
