/** The `filters` of a query, in whichever of its two shapes a client wrote it: `{"id":["a"]}` or `{"id":{"a":true}}`. */
export type Filters = ReadonlyMap<string, readonly string[]>;

/** Reads the `filters` parameter; throws a SyntaxError or TypeError when it is not an object. */
export function parseFilters(text: string | null): Filters {
  if (text === null || text === '') return new Map();
  const parsed = JSON.parse(text) as Record<string, string[] | Record<string, boolean>>;
  return new Map(
    Object.entries(parsed).map(([name, values]) => [
      name,
      Array.isArray(values) ? values : Object.keys(values).filter((value) => values[value] === true),
    ]),
  );
}

/** Whether one of the values that the filter names suits; a filter that is not there suits everything. */
export function suits(filters: Filters, name: string, test: (wanted: string) => boolean): boolean {
  const values = filters.get(name);
  return values === undefined || values.length === 0 || values.some(test);
}

/** Whether labels match a `label` filter: `key` or `key=value`, all of them (moby `filters.MatchKVList`). */
export function suitsLabels(filters: Filters, labels: Readonly<Record<string, string>>): boolean {
  return (filters.get('label') ?? []).every((wanted) => {
    const equals = wanted.indexOf('=');
    if (equals === -1) return wanted in labels;
    return labels[wanted.slice(0, equals)] === wanted.slice(equals + 1);
  });
}
