import fc from 'fast-check';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { chooseAddresses, engineNumbers, overlaps, parseFibTrie } from './addresses.ts';
import type { Network } from './addresses.ts';

const toNumber = (text: string): number => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
const toNetwork = (cidr: string): Network => {
  const [address = '', prefix = ''] = cidr.split('/');
  return { address: toNumber(address), prefixBits: Number(prefix) };
};

const network = fc.record({
  address: fc.oneof(
    fc.nat({ max: 0xffffffff }),
    fc.constantFrom('172.17.0.0', '172.18.0.1', '10.64.3.0', '10.128.0.0').map(toNumber),
  ),
  prefixBits: fc.integer({ min: 1, max: 32 }),
});

test.each([
  ['10.0.0.0/8', '10.64.0.0/16', true],
  ['10.64.0.0/16', '10.0.0.0/8', true],
  ['172.17.0.1/32', '172.17.0.0/16', true],
  ['172.18.0.0/16', '172.17.0.0/16', false],
  ['255.255.255.255/32', '0.0.0.0/1', false],
  ['192.168.0.0/16', '192.0.0.0/2', true],
])('%s and %s overlap: %s', (one, other, expected) => {
  expect(overlaps(toNetwork(one), toNetwork(other))).toBe(expected);
});

test('the choice never overlaps with what is in use', () => {
  fc.assert(
    fc.property(fc.array(network, { maxLength: 30 }), fc.nat({ max: engineNumbers - 1 }), (used, number) => {
      const chosen = chooseAddresses(number, used);
      if (chosen === null) return;
      for (const cidr of [chosen.bridgeAddress, chosen.poolBase]) {
        expect(used.some((other) => overlaps(other, toNetwork(cidr)))).toBe(false);
      }
    }),
  );
});

test('two engines never choose the same, whatever is in use', () => {
  const number = fc.nat({ max: engineNumbers - 1 });
  fc.assert(
    fc.property(fc.array(network, { maxLength: 30 }), number, number, (used, one, other) => {
      const [first, second] = [chooseAddresses(one, used), chooseAddresses(other, used)];
      if (one === other || first === null || second === null) return;
      expect(overlaps(toNetwork(first.bridgeAddress), toNetwork(second.bridgeAddress))).toBe(false);
      expect(overlaps(toNetwork(first.poolBase), toNetwork(second.bridgeAddress))).toBe(false);
    }),
  );
});

test("the first engine takes Docker's usual addresses, or the next that are free", () => {
  expect(chooseAddresses(0, [])).toEqual({ bridgeAddress: '172.17.0.1/17', poolBase: '172.17.128.0/17' });
  expect(chooseAddresses(0, [toNetwork('172.17.0.0/16')])?.bridgeAddress).toBe('10.64.0.1/17');
  expect(chooseAddresses(0, [toNetwork('172.16.0.0/12'), toNetwork('10.0.0.0/8')])).toBeNull();
});

test('the routing tables are read without the default route', () => {
  const text = `Main:
  +-- 0.0.0.0/0 3 0 4
     |-- 0.0.0.0
        /0 universe UNICAST
     +-- 172.17.0.0/17 2 0 2
        |-- 172.17.0.0
           /17 link UNICAST
        |-- 172.17.0.1
           /32 host LOCAL
Local:
     |-- 127.0.0.0
        /8 host LOCAL
`;
  expect(parseFibTrie(text)).toEqual(['172.17.0.0/17', '172.17.0.1/32', '127.0.0.0/8'].map(toNetwork));
});

test("this machine's own loopback network is found", async () => {
  expect(parseFibTrie(await readFile('/proc/net/fib_trie', 'utf8'))).toContainEqual(toNetwork('127.0.0.0/8'));
});
