import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { memberOf, parseJson, printJson, toJsonString, withMember, withoutMember } from './docker-config-text.ts';

function isAccepted(read: (text: string) => unknown, text: string): boolean {
  try {
    read(text);
    return true;
  } catch {
    return false;
  }
}

describe('text of Docker’s config file', () => {
  test('is taken exactly when it is JSON', () => {
    const damaged = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', '"', '{', '}', ',', ':', '\\', '0', '\n', '\u0001', 'e', '-', ' '),
      )
      .map(([text, at, what]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + what + text.slice(place + (at % 2));
      });
    fc.assert(
      fc.property(fc.oneof(fc.json(), damaged, fc.string()), (text) => {
        expect(isAccepted(parseJson, text)).toBe(isAccepted(JSON.parse, text));
      }),
      { numRuns: 3000 },
    );
  });

  test('means the same when it is written again, and is then written the same', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const written = printJson(parseJson(text));
        expect(JSON.parse(written)).toEqual(JSON.parse(text));
        expect(printJson(parseJson(written))).toBe(written);
      }),
    );
  });

  test('keeps what JavaScript would change: order, large numbers, escapes, members of one name', () => {
    const text = '{"9":1,"1":12345678901234567890,"__proto__":{"a":1.0},"b":"\\u00e9\\/","b":-0}';
    expect(printJson(parseJson(text)).replaceAll(/[\n\t]|(?<=:) /g, '')).toBe(text);
  });

  test('is written as Go does', () => {
    expect(printJson(parseJson('{"a":{},"b":[],"c":[1,{"d":null}]}'))).toBe(
      '{\n\t"a": {},\n\t"b": [],\n\t"c": [\n\t\t1,\n\t\t{\n\t\t\t"d": null\n\t\t}\n\t]\n}',
    );
    expect(toJsonString('<a&b>\u2028"ü').raw).toBe(String.raw`"\u003ca\u0026b\u003e\u2028\"ü"`);
  });

  test('that is too deep is refused, not followed', () => {
    expect(() => parseJson('['.repeat(100_000))).toThrow('not valid JSON');
  });

  test('that is broken is told by its place alone', () => {
    expect(() => parseJson('{\n"auths": {"a": hunter2}}')).toThrow(/^It is not valid JSON: see line 2, column 16\.$/);
    expect(() => parseJson('{"hunter2\\x": 1}')).toThrow(/^It is not valid JSON: see line 1, column 2\.$/);
  });

  test('members are changed where they stand, and others stay untouched', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string(), { minLength: 1 }),
        fc.string(),
        fc.constantFrom('first', 'last', 'sorted'),
        (keys, key, place) => {
          const before = parseJson(`{${keys.map((name, index) => `${JSON.stringify(name)}:${index}`).join(',')}}`);
          if (before.kind !== 'object') throw new Error('no object');
          const after = withMember(before, key, toJsonString('new'), place);
          expect(memberOf(after, key)).toEqual(toJsonString('new'));
          const others = keys.filter((name) => name !== key);
          expect(after.members.map((member) => member.key).filter((name) => name !== key)).toEqual(others);
          const at = after.members.findIndex((member) => member.key === key);
          const isWhereItWas = keys.indexOf(key) === at;
          expect(isWhereItWas || !keys.includes(key)).toBe(true);
          expect(withoutMember(after, key).members.map((member) => member.key)).toEqual(others);
        },
      ),
    );
  });
});
