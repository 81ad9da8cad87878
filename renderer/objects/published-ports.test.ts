import { expect, test } from 'vitest';
import { publishedPorts, toPortUrl } from './published-ports.ts';

const tcp = (hostIp: string, hostPort: number | null, containerPort: number) => ({
  hostIp,
  hostPort,
  containerPort,
  protocol: 'tcp',
});

test('IPv4 and IPv6 are one port, exposed ones are none, the lowest comes first', () => {
  const ports = publishedPorts([
    tcp('::', 8443, 443),
    tcp('0.0.0.0', 8443, 443),
    tcp('0.0.0.0', 8080, 80),
    tcp('::', 8080, 80),
    tcp('', null, 9000),
  ]);
  expect(ports.map(({ hostPort }) => hostPort)).toEqual([8080, 8443]);
  expect(ports.map(toPortUrl)).toEqual(['http://localhost:8080/', 'https://localhost:8443/']);
});

test('a port on one address keeps that address', () => {
  expect(publishedPorts([tcp('192.168.7.2', 80, 80), tcp('fd00::2', 81, 80)]).map(toPortUrl)).toEqual([
    'http://192.168.7.2:80/',
    'http://[fd00::2]:81/',
  ]);
});
