import fc from 'fast-check';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { runProgram } from '../../platform/process.ts';
import { findMount, missingCapabilities, missingControllers, parseMountInfo } from './requirements.ts';

describe('capabilities', () => {
  test.each([
    ['all of them', '000001ffffffffff', []],
    ['those of a container, as Docker gives them', '00000000a80425fb', ['net_admin', 'sys_admin']],
    ['the first alone', '1', expect.arrayContaining(['dac_override', 'setfcap'])],
  ])('%s', (_, mask, expected) => {
    expect(missingCapabilities(`Name:\tx\nCapInh:\t0\nCapEff:\t${mask}\nCapBnd:\t0\n`)).toEqual(expected);
  });

  test('a status without the line has none', () => {
    expect(missingCapabilities('').length).toBe(16);
  });
});

describe('mounts', () => {
  const text = `24 30 0:22 / /proc rw,relatime shared:5 - proc proc rw
30 1 254:0 / / rw,relatime - ext4 /dev/vda rw
41 30 0:40 / /var/lib/my\\040data ro,nosuid master:1 - tmpfs tmpfs rw,size=4k
42 30 0:41 / /var/lib rw - overlay overlay rw,lowerdir=/a
43 30 0:42 / /var/lib rw - xfs /dev/vdb rw
`;
  const mounts = parseMountInfo(text);

  test.each([
    ['/', 'ext4'],
    ['/proc', 'proc'],
    ['/proc/1', 'proc'],
    ['/process', 'ext4'],
    ['/var/lib/my data/x', 'tmpfs'],
    ['/var/lib/berth', 'xfs'],
  ])('%s lies on %s', (file, fileSystem) => {
    expect(findMount(mounts, file)?.fileSystem).toBe(fileSystem);
  });

  test('read-only is seen', () => {
    expect(mounts.filter(({ isReadOnly }) => isReadOnly).map(({ mountPoint }) => mountPoint)).toEqual([
      '/var/lib/my data',
    ]);
  });

  test('any text is read', () => {
    fc.assert(fc.property(fc.string(), (any) => void findMount(parseMountInfo(any), '/x')));
  });
});

describe('cgroups', () => {
  const mount = (
    fileSystem: string,
    mountPoint: string,
    superOptions: string[],
  ): ReturnType<typeof parseMountInfo>[0] => ({
    fileSystem,
    mountPoint,
    superOptions,
    isReadOnly: false,
  });

  test('version 2 with its controllers', () => {
    expect(missingControllers([mount('cgroup2', '/sys/fs/cgroup', [])], 'cpuset cpu io memory pids\n')).toBeNull();
    expect(missingControllers([mount('cgroup2', '/sys/fs/cgroup', [])], 'cpu')).toBe('memory, pids');
  });

  test('version 1, each controller mounted by itself', () => {
    const version1 = ['devices', 'memory'].map((name) => mount('cgroup', `/sys/fs/cgroup/${name}`, ['rw', name]));
    expect(missingControllers(version1, '')).toBeNull();
    expect(missingControllers([], '')).toBe('devices, memory');
  });
});

describe.runIf(process.geteuid?.() === 0)('a process with less than root', () => {
  const module = fileURLToPath(new URL('requirements.ts', import.meta.url));
  const check = async (...setpriv: string[]): Promise<unknown> => {
    const script = `import(${JSON.stringify(module)}).then(async (m) => console.log(JSON.stringify(await m.checkMachine('/var/tmp'))))`;
    const { stdout } = await runProgram(['setpriv', ...setpriv, process.execPath, '-e', script], { timeoutMs: 20_000 });
    return JSON.parse(stdout);
  };

  test('another user is told that root is missing', async () => {
    // Becomes the other user only once the module is loaded: the checkout may lie where nobody else may look.
    const script = `import(${JSON.stringify(module)}).then(async (m) => {
      process.setgroups([]);
      process.setgid(65534);
      process.setuid(65534);
      console.log(JSON.stringify(await m.checkMachine('/var/tmp')));
    })`;
    const { stdout } = await runProgram([process.execPath, '-e', script], { timeoutMs: 20_000 });
    expect(JSON.parse(stdout)).toEqual([{ id: 'root', detail: 'uid 65534' }]);
  });

  test('root without a capability is told which', async () => {
    expect(await check('--bounding-set=-sys_admin,-net_admin')).toContainEqual({
      id: 'capabilities',
      detail: 'net_admin, sys_admin',
    });
  });

  test('this machine lacks nothing', async () => {
    expect(await check('--bounding-set=+all')).toEqual([]);
  });
});
