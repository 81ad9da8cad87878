import { contract } from '../../engine/contract/contract.ts';

/** One call that no page of ours makes. */
export interface OddCall {
  /** Such as `/images/inspect`. */
  readonly path: string;
  readonly input: unknown;
}

/** What the schemas of zod 4 tell of themselves (`_zod.def`), as read here. */
interface SchemaDefinition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly element?: Schema;
  readonly innerType?: Schema;
  readonly options?: readonly Schema[];
  readonly entries?: Readonly<Record<string, string>>;
  readonly values?: readonly unknown[];
}
interface Schema {
  readonly _zod: { readonly def: SchemaDefinition };
}

/** Stands for a field that is left out. */
const missing = Symbol('missing');

const hugeText = 'x'.repeat(1024 * 1024);
const names = ['.', '..', '/', '../x', '../../etc/passwd', '\0', '\ud800', '__proto__', '🙂'];
const oddValues: readonly unknown[] = [
  missing,
  null,
  true,
  0,
  -1,
  2 ** 31,
  2 ** 53,
  -(2 ** 53),
  1e308,
  0.5,
  '',
  ...names,
  'a'.repeat(64),
  `sha256:${'a'.repeat(64)}`,
  hugeText,
  [],
  [null],
  ['.'],
  Array.from({ length: 20_000 }, () => 'x'),
  {},
  JSON.parse('{"__proto__":{"polluted":1}}'),
  { constructor: { prototype: 1 } },
  { toString: 1, valueOf: null },
];

/** Field names by which a value that is well-formed does nothing outside of the test. */
const harmless: Readonly<Record<string, unknown>> = {
  address: 'localhost:1',
  id: 'f'.repeat(64),
  container: 'f'.repeat(64),
  containers: ['f'.repeat(64)],
  path: '',
};

/** Every procedure of the contract with every odd value at every place of its input, one at a time. */
export function* oddCalls(): Generator<OddCall> {
  for (const [group, procedures] of Object.entries(contract)) {
    for (const [name, procedure] of Object.entries(procedures)) {
      const path = `/${group}/${name}`;
      const { inputSchema } = (procedure as { '~orpc': { inputSchema?: Schema } })['~orpc'];
      for (const value of oddValues) yield { path, input: value === missing ? undefined : value };
      if (inputSchema !== undefined) yield* spoil(path, wellFormed(inputSchema));
    }
  }
  for (const path of ['/images/nonsense', '/no/such', '/images/constructor']) yield { path, input: {} };
}

function* spoil(path: string, whole: unknown): Generator<OddCall> {
  for (const place of placesOf(whole)) {
    for (const value of oddValues) yield { path, input: replaceAt(whole, place, value) };
  }
}

/** A value that the schema takes, made of what is least likely to have an effect. */
function wellFormed(schema: Schema, field = ''): unknown {
  const { type, shape, element, innerType, options, entries, values } = definitionOf(schema);
  if (field in harmless) return harmless[field];
  if (shape !== undefined)
    return Object.fromEntries(Object.entries(shape).map(([name, inner]) => [name, wellFormed(inner, name)]));
  if (element !== undefined) return [wellFormed(element)];
  if (innerType !== undefined) return wellFormed(innerType);
  if (options?.[0] !== undefined) return wellFormed(options[0]);
  if (entries !== undefined) return Object.values(entries)[0];
  if (values !== undefined) return values[0];
  if (type === 'number') return 1;
  return type === 'boolean' ? false : 'a';
}

// eslint-disable-next-line no-underscore-dangle -- zod 4 calls it so.
const definitionOf = (schema: Schema): SchemaDefinition => schema._zod.def;

/** The paths to every value inside a value. */
function placesOf(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [[name], ...placesOf(inner).map((rest) => [name, ...rest])]);
}

function replaceAt(whole: unknown, [name = '', ...rest]: readonly string[], value: unknown): unknown {
  const inner = (whole as Record<string, unknown>)[name];
  const changed = rest.length === 0 ? value : replaceAt(inner, rest, value);
  if (Array.isArray(whole)) return changed === missing ? [] : [changed];
  const entries = Object.entries(whole as object).filter(([other]) => other !== name);
  return Object.fromEntries(changed === missing ? entries : [...entries, [name, changed]]);
}
