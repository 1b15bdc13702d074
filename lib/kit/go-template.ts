import { shown } from './text';

/**
 * The syntax of Go's `text/template`, in which notifications, and labels and annotations of alerts are written: a text
 * that Go does not parse fails each notification, or keeps the program from starting.
 */

/** What a program adds to the templates of Go. */
export interface TemplateLanguage {
  /** Names of its functions. */
  readonly functions: ReadonlySet<string>;
  /** Names of its variables, with their `$`; a template that a text defines does not have them. */
  readonly variables?: readonly string[];
}

/** What a text says: its first problem, and the names of the templates in it. */
export interface ParsedTemplate {
  readonly problem?: string;
  readonly defined: readonly string[];
  readonly used: readonly string[];
}

/** Functions that every template has. */
const builtIn = new Set(
  'and call eq ge gt html index js le len lt ne not or print printf println slice urlquery'.split(' '),
);

const tokens =
  /(?<space>[ \t\r\n]+)|(?<declare>:=)|(?<assign>=)|(?<pipe>\|)|(?<comma>,)|(?<open>\()|(?<close>\))|(?<text>"(?:\\(?:[abfnrtv\\]|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[0-3][0-7]{2})|\\"|[^"\\\n])*"|`[^`]*`)|(?<constant>'(?:\\(?:[abfnrtv\\]|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[0-3][0-7]{2})|\\'|[^'\\\n])'|[-+]?(?:0[xX][\da-fA-F_]+|\.?\d[\d_]*(?:\.\d*)?(?:[eE][-+]?\d+)?)i?(?![\w.]))|(?<variable>\$\w*)|(?<field>\.[\p{L}_][\p{L}\p{N}_]*)|(?<dot>\.(?![\d.]))|(?<word>[\p{L}_][\p{L}\p{N}_]*)/uy;

type TokenKind =
  | 'space'
  | 'declare'
  | 'assign'
  | 'pipe'
  | 'comma'
  | 'open'
  | 'close'
  | 'text'
  | 'constant'
  | 'variable'
  | 'field'
  | 'dot'
  | 'word';

interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

class TemplateError extends Error {}

function fail(problem: string): never {
  throw new TemplateError(problem);
}

/** A block that `end` closes. */
interface Block {
  readonly keyword: string;
  readonly variables: readonly string[];
  hasElse: boolean;
}

/**
 * Parses a text with actions in `{{ }}`. Checked are delimiters, operands, blocks, and names of functions and variables;
 * not the arguments of functions.
 */
export function parseTemplate(text: string, language: TemplateLanguage): ParsedTemplate {
  const parser = new Parser(language);
  try {
    parser.text(text);
    return parser;
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return { problem: error.message, defined: parser.defined, used: parser.used };
  }
}

class Parser implements ParsedTemplate {
  readonly defined: string[] = [];
  readonly used: string[] = [];
  private readonly blocks: Block[] = [];
  private variables: readonly string[];
  private rest: Token[] = [];

  constructor(private readonly language: TemplateLanguage) {
    this.variables = ['$', ...(language.variables ?? [])];
  }

  text(text: string): void {
    let position = text.indexOf('{{');
    while (position >= 0) position = text.indexOf('{{', this.delimited(text, position + 2));
    const open = this.blocks.at(-1);
    if (open) fail(`{{ ${open.keyword} }} has no {{ end }}`);
  }

  /** Reads the text of an action; returns the position after it. */
  private delimited(text: string, start: number): number {
    let position = /^-[ \t\r\n]/.test(text.slice(start, start + 2)) ? start + 2 : start;
    if (text.startsWith('/*', position)) {
      const end = /\*\/(?:[ \t\r\n]+-)?\}\}/y;
      end.lastIndex = text.indexOf('*/', position + 2);
      if (end.lastIndex < 0 || !end.test(text)) fail('a comment is not closed');
      return end.lastIndex;
    }
    const list: Token[] = [];
    for (;;) {
      const close = /(?:[ \t\r\n]+-)?\}\}/y;
      close.lastIndex = position;
      if (close.test(text)) {
        this.rest = list;
        this.action();
        return close.lastIndex;
      }
      tokens.lastIndex = position;
      const { groups = {} } = tokens.exec(text) ?? {};
      const [found] = Object.entries(groups).filter(([, part]) => part !== undefined);
      if (!found) fail(position < text.length ? 'an action contains an unknown character' : 'an action is not closed');
      list.push({ kind: found[0] as TokenKind, text: found[1] ?? '' });
      position = tokens.lastIndex;
    }
  }

  private action(): void {
    this.skipSpace();
    const [first] = this.rest;
    const keyword = first?.kind === 'word' ? first.text : '';
    if (/^(if|with|range)$/.test(keyword)) {
      this.rest.shift();
      this.openBlock(keyword);
      this.pipeline(keyword === 'range');
    } else if (/^(define|block|template)$/.test(keyword)) this.named(keyword);
    else if (keyword === 'else') this.otherwise();
    else if (keyword === 'end') {
      this.rest.shift();
      this.variables = (this.blocks.pop() ?? fail('{{ end }} closes nothing')).variables;
    } else if (/^(break|continue)$/.test(keyword)) {
      this.rest.shift();
      if (!this.blocks.some((block) => block.keyword === 'range')) fail(`{{ ${keyword} }} is outside of {{ range }}`);
    } else this.pipeline(false);
    this.skipSpace();
    const [next] = this.rest;
    if (next) fail(`unexpected${shown(next.text) || ' text'}`);
  }

  private openBlock(keyword: string): void {
    this.blocks.push({ keyword, variables: this.variables, hasElse: false });
  }

  private named(keyword: string): void {
    if (keyword === 'define' && this.blocks.length > 0) fail('{{ define }} is within another block');
    this.rest.shift();
    this.skipSpace();
    const token = this.rest.shift();
    const name = token?.kind === 'text' ? token.text.slice(1, -1) : fail(`{{ ${keyword} }} has no name in quotes`);
    (keyword === 'template' ? this.used : this.defined).push(name);
    if (keyword !== 'template') this.openBlock(keyword);
    this.skipSpace();
    if (keyword === 'block' || (keyword === 'template' && this.rest.length > 0)) this.pipeline(false);
    if (keyword !== 'template') this.variables = ['$'];
  }

  private otherwise(): void {
    const block = this.blocks.at(-1);
    const isControl = block !== undefined && /^(if|with|range)$/.test(block.keyword);
    if (!isControl) fail('{{ else }} is outside of a block');
    if (block.hasElse) fail('{{ else }} comes twice');
    this.rest.shift();
    this.skipSpace();
    const [next] = this.rest;
    if (next?.kind === 'word' && next.text === block.keyword && block.keyword !== 'range') {
      this.rest.shift();
      this.pipeline(false);
    } else block.hasElse = true;
  }

  /** Commands separated by `|`, after variables that are declared or assigned. */
  private pipeline(isRange: boolean): void {
    const declared = this.declaration(isRange);
    this.commands();
    this.variables = [...this.variables, ...declared];
  }

  private declaration(isRange: boolean): readonly string[] {
    const kinds = this.rest.filter(({ kind }) => kind !== 'space');
    const [first, operator, second, last] = kinds;
    const isPair = isRange && operator?.kind === 'comma' && second?.kind === 'variable';
    const sign = isPair ? last?.kind : operator?.kind;
    if (first?.kind !== 'variable' || (sign !== 'declare' && sign !== 'assign')) return [];
    this.rest.splice(0, this.rest.findIndex(({ kind }) => kind === sign) + 1);
    const names = [first.text, ...(isPair && second ? [second.text] : [])];
    if (sign === 'declare') return names;
    for (const name of names) this.variable(name);
    return [];
  }

  private commands(): void {
    for (let index = 0; ; index += 1) {
      const [start] = this.withoutSpace();
      if (index > 0 && start && /^(text|constant|dot)$/.test(start.kind)) fail('a value after | is no function');
      this.command();
      if (this.rest[0]?.kind !== 'pipe') return;
      this.rest.shift();
    }
  }

  private command(): void {
    let operands = 0;
    this.skipSpace();
    while (this.rest.length > 0 && !/^(pipe|close)$/.test(this.rest[0]?.kind ?? '')) {
      this.operand();
      operands += 1;
      const [next] = this.rest;
      if (next && !/^(space|pipe|close)$/.test(next.kind))
        fail(`unexpected${shown(next.text) || ' text'} after an operand`);
      this.skipSpace();
    }
    if (operands === 0) fail('an action has no value');
  }

  private operand(): void {
    const token = this.rest.shift();
    if (!token) return;
    const { kind, text } = token;
    const isConstant = /^(text|constant|dot)$/.test(kind) || /^(true|false|nil)$/.test(text);
    if (kind === 'open') {
      this.commands();
      if (this.rest.shift()?.kind !== 'close') fail('a parenthesis is not closed');
    } else if (kind === 'variable') this.variable(text);
    else if (kind === 'word' && !isConstant && !builtIn.has(text) && !this.language.functions.has(text)) {
      fail(`unknown function${shown(text)}`);
    } else if (!isConstant && kind !== 'word' && kind !== 'field') fail(`unexpected${shown(text) || ' text'}`);
    if (this.rest[0]?.kind === 'field' && isConstant) fail('a constant has no fields');
    while (this.rest[0]?.kind === 'field') this.rest.shift();
  }

  private variable(name: string): void {
    if (!this.variables.includes(name)) fail(`undeclared variable${shown(name.slice(1)) && ` ${name}`}`);
  }

  private withoutSpace(): readonly Token[] {
    this.skipSpace();
    return this.rest;
  }

  private skipSpace(): void {
    while (this.rest[0]?.kind === 'space') this.rest.shift();
  }
}
