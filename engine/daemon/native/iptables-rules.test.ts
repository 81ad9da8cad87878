import { expect, test } from 'vitest';
import { findOwnRules } from './iptables-rules.ts';

const listing = `-P FORWARD DROP
-N DOCKER
-N BERTH1
-N BERTH1-USER
-N BERTH10
-A FORWARD -j DOCKER-USER
-A FORWARD -j BERTH1-USER
-A FORWARD -j BERTH10
-A FORWARD -o docker0 -j DOCKER
-A FORWARD -i berth1 ! -o berth1 -j ACCEPT
-A FORWARD -o br-0123456789ab -m comment --comment "two words \\"here\\"" -j ACCEPT
-A FORWARD -i berth10 -j ACCEPT
-A BERTH1 -d 172.18.0.2/32 ! -i berth1 -o berth1 -j ACCEPT
-A INPUT -g BERTH1
-A FORWARD -o br-ffffffffffff -j ACCEPT
-A BERTH1 -i br-ffffffffffff -j RETURN
`;

test("only this engine's rules and chains are found", () => {
  const own = findOwnRules(listing, 'BERTH1', ['berth1', 'br-0123456789ab']);
  expect(own.bridges).toEqual(['berth1', 'br-0123456789ab', 'br-ffffffffffff']);
  expect(own.chains).toEqual(['BERTH1', 'BERTH1-USER']);
  expect(own.rules.map((words) => words.join(' '))).toEqual([
    '-A FORWARD -j BERTH1-USER',
    '-A FORWARD -i berth1 ! -o berth1 -j ACCEPT',
    '-A FORWARD -o br-0123456789ab -m comment --comment two words "here" -j ACCEPT',
    '-A INPUT -g BERTH1',
    '-A FORWARD -o br-ffffffffffff -j ACCEPT',
  ]);
});

test('a comment stays one word', () => {
  const { rules } = findOwnRules(listing, 'BERTH1', ['br-0123456789ab']);
  expect(rules.flat()).toContain('two words "here"');
});
