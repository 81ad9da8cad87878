/**
 * JSON as it is written: the order of members, numbers of any size and escapes of what is not changed stay as they were, which
 * `JSON.parse` and `JSON.stringify` do not promise.
 */
export type JsonNode = JsonScalar | JsonArray | JsonObject;

/** A string, number, boolean or null, in its own characters. */
interface JsonScalar {
  readonly kind: 'scalar';
  readonly raw: string;
}

interface JsonArray {
  readonly kind: 'array';
  readonly items: readonly JsonNode[];
}

export interface JsonObject {
  readonly kind: 'object';
  readonly members: readonly JsonMember[];
}

interface JsonMember {
  readonly key: string;
  readonly rawKey: string;
  readonly value: JsonNode;
}

/** Text that is not JSON. Says where, and never what stands there: it may be a secret. */
export class JsonSyntaxError extends Error {
  constructor(text: string, offset: number) {
    const before = text.slice(0, offset).split('\n');
    super(`It is not valid JSON: see line ${before.length}, column ${(before.at(-1) ?? '').length + 1}.`);
    this.name = 'JsonSyntaxError';
  }
}

export const emptyObject: JsonObject = { kind: 'object', members: [] };

const maxDepth = 500;

const whitespace = /[ \t\n\r]*/y;
const stringToken = /"[^"\\]*(?:\\.[^"\\]*)*"/sy;
const scalarToken = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** Reads RFC 8259 JSON, nested up to 500 deep. Throws `JsonSyntaxError`. */
export function parseJson(text: string): JsonNode {
  return new Reader(text).readAll();
}

class Reader {
  readonly #text: string;
  #offset = 0;

  constructor(text: string) {
    this.#text = text;
  }

  readAll(): JsonNode {
    const node = this.#value(0);
    this.#take(whitespace);
    if (this.#offset < this.#text.length) this.#fail();
    return node;
  }

  #value(depth: number): JsonNode {
    if (depth > maxDepth) this.#fail();
    this.#take(whitespace);
    if (this.#eat('{')) return this.#object(depth);
    if (this.#eat('[')) return this.#array(depth);
    return { kind: 'scalar', raw: this.#string() ?? this.#take(scalarToken) ?? this.#fail() };
  }

  #object(depth: number): JsonObject {
    const members: JsonMember[] = [];
    this.#take(whitespace);
    if (this.#eat('}')) return { kind: 'object', members };
    for (;;) {
      this.#take(whitespace);
      const rawKey = this.#string() ?? this.#fail();
      this.#take(whitespace);
      if (!this.#eat(':')) this.#fail();
      members.push({ key: JSON.parse(rawKey) as string, rawKey, value: this.#value(depth + 1) });
      this.#take(whitespace);
      if (this.#eat('}')) return { kind: 'object', members };
      if (!this.#eat(',')) this.#fail();
    }
  }

  #array(depth: number): JsonArray {
    const items: JsonNode[] = [];
    this.#take(whitespace);
    if (this.#eat(']')) return { kind: 'array', items };
    for (;;) {
      items.push(this.#value(depth + 1));
      this.#take(whitespace);
      if (this.#eat(']')) return { kind: 'array', items };
      if (!this.#eat(',')) this.#fail();
    }
  }

  /** A string whose escapes and characters are allowed; the parser's own words are dropped, because they quote it. */
  #string(): string | null {
    const start = this.#offset;
    const raw = this.#take(stringToken);
    try {
      if (raw !== null) JSON.parse(raw);
      return raw;
    } catch {
      this.#offset = start;
      return this.#fail();
    }
  }

  #take(pattern: RegExp): string | null {
    pattern.lastIndex = this.#offset;
    const found = pattern.exec(this.#text)?.[0] ?? null;
    if (found !== null) this.#offset += found.length;
    return found;
  }

  #eat(character: string): boolean {
    if (this.#text[this.#offset] !== character) return false;
    this.#offset += 1;
    return true;
  }

  #fail(): never {
    throw new JsonSyntaxError(this.#text, this.#offset);
  }
}

/** Writes JSON as the docker CLI does: Go's `json.MarshalIndent` with a tab, and no line's end after it. */
export function printJson(node: JsonNode, indent = ''): string {
  if (node.kind === 'scalar') return node.raw;
  const inner = `${indent}\t`;
  const parts =
    node.kind === 'array'
      ? node.items.map((item) => printJson(item, inner))
      : node.members.map(({ rawKey, value }) => `${rawKey}: ${printJson(value, inner)}`);
  const [open, close] = node.kind === 'array' ? ['[', ']'] : ['{', '}'];
  if (parts.length === 0) return `${open}${close}`;
  return `${open}\n${parts.map((part) => inner + part).join(',\n')}\n${indent}${close}`;
}

/** A string as Go's encoder writes it: `<`, `>`, `&` and the two line separators of Unicode are escaped too. */
export function toJsonString(text: string): JsonScalar {
  const raw = JSON.stringify(text).replaceAll(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return { kind: 'scalar', raw };
}

/** What a scalar says; undefined for arrays and objects. */
export function scalarValue(node: JsonNode): string | number | boolean | null | undefined {
  return node.kind === 'scalar' ? (JSON.parse(node.raw) as string | number | boolean | null) : undefined;
}

export function memberOf(object: JsonObject, key: string): JsonNode | null {
  return object.members.find((member) => member.key === key)?.value ?? null;
}

/** The object with a member changed where it stands, or added: as the first one, or where Go, which sorts the keys of maps, would put it. */
export function withMember(
  object: JsonObject,
  key: string,
  value: JsonNode,
  place: 'first' | 'last' | 'sorted',
): JsonObject {
  const added: JsonMember = { key, rawKey: toJsonString(key).raw, value };
  const { members } = object;
  if (members.some((member) => member.key === key)) {
    return { kind: 'object', members: members.map((member) => (member.key === key ? { ...member, value } : member)) };
  }
  const next = place === 'first' ? 0 : place === 'last' ? -1 : members.findIndex((member) => member.key > key);
  const at = next === -1 ? members.length : next;
  return { kind: 'object', members: [...members.slice(0, at), added, ...members.slice(at)] };
}

export function withoutMember(object: JsonObject, key: string): JsonObject {
  return { kind: 'object', members: object.members.filter((member) => member.key !== key) };
}
