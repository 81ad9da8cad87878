import { loadProgramsImage, missingScreenPrograms } from '../fixtures/programs-image.ts';
import { ReferenceTerminal } from '../fixtures/reference-terminal.ts';
import { expect, test } from '../fixtures/test.ts';

const image = 'berth-e2e/programs:1';

interface Case {
  readonly line: string;
  /** Pressed one after the other, by the page's names and by tmux's. */
  readonly keys: readonly (readonly [page: string, tmux: string])[];
  /** For programs that show what changes by itself: what of a line is compared. */
  readonly steady?: (line: string) => string;
}

const withoutNumbers = (line: string): string =>
  line
    .replaceAll(/[\d.:%|]+[KMGk]?/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

const cases: Readonly<Record<string, Case>> = {
  vi: {
    line: 'vi /text',
    keys: [
      ['G', 'G'],
      ['o', 'o'],
      ['ä', 'ä'],
      ['Escape', 'Escape'],
      ['Control+B', 'C-b'],
    ],
  },
  less: {
    line: 'less /text',
    keys: [
      ['Space', 'Space'],
      ['ArrowDown', 'Down'],
      ['G', 'G'],
      ['k', 'k'],
    ],
  },
  nano: {
    line: 'nano /text',
    keys: [
      ['ArrowDown', 'Down'],
      ['End', 'End'],
      ['x', 'x'],
      ['PageDown', 'PageDown'],
    ],
  },
  // Its processes come in an order of their own.
  top: {
    line: 'top -d 100',
    keys: [['1', '1']],
    steady: (line) => (/^(top|Tasks|%Cpu|MiB)|PID/.test(line) ? withoutNumbers(line) : ''),
  },
  htop: { line: 'htop -d 100', keys: [['F1', 'F1']], steady: withoutNumbers },
  tmux: {
    line: 'tmux',
    keys: [
      ['Control+B', 'C-b'],
      ['"', '"'],
      ['Control+B', 'C-b'],
      ['%', '%'],
    ],
    // Its last line has the time and the host's name.
    steady: (line) => (line.startsWith('[') ? '[' : line),
  },
};

test.skip(missingScreenPrograms().length > 0, `needs ${missingScreenPrograms().join(', ')}`);

for (const [name, { line, keys, steady = (text: string) => text }] of Object.entries(cases)) {
  test(`${name} draws what it draws in another terminal`, async ({ app, engine, page }) => {
    await loadProgramsImage(engine.socketPath, image);
    const idle = ['--detach', '--init', '--network', 'none', '--hostname', 'same', image, 'sleep', '1d'];
    // Two that are alike: programs show each other's processes and lock each other's files.
    for (const twin of ['shown', 'compared']) await engine.docker('run', '--name', twin, ...idle);
    await app.containers.openPage('shown');
    await app.container.show('Terminal');
    const { terminal } = app;
    await expect.poll(() => terminal.lines()).toContain('$');
    await terminal.run('echo $LINES x $COLUMNS');
    await expect.poll(() => terminal.text()).toMatch(/^\d+ x \d+$/m);
    const [, rows, columns] = /^(\d+) x (\d+)$/m.exec(await terminal.text()) ?? [];
    const size = { columns: Number(columns), rows: Number(rows) };

    const env = ['--env', 'LANG=C.UTF-8', '--env', 'TERM=xterm-256color'];
    const exec = [
      '--host',
      `unix://${engine.socketPath}`,
      'exec',
      '--interactive',
      '--tty',
      ...env,
      'compared',
      '/bin/bash',
    ];
    await using reference = await ReferenceTerminal.start([engine.dockerProgram, ...exec], size);
    await expect.poll(() => reference.lines()).toContain('$');
    await terminal.run('clear');
    await reference.press('clear', 'Enter');

    const expectSame = async (when: string): Promise<void> => {
      await expect
        .poll(async () => (await terminal.lines()).map(steady), { message: when, timeout: 5_000 })
        .toEqual((await reference.lines()).slice(0, size.rows).map(steady));
    };
    await terminal.run(line);
    await reference.press(line, 'Enter');
    await page.waitForTimeout(700);
    await expectSame('at first');
    for (const [pageKey, tmuxKey] of keys) {
      // No layout of the browser's has a key for it.
      if (pageKey === 'ä') await page.keyboard.insertText(pageKey);
      else await page.keyboard.press(pageKey);
      await reference.press(tmuxKey);
      // Escape alone is told from the beginning of a sequence by waiting.
      await page.waitForTimeout(350);
    }
    await expectSame(`after ${keys.map(([key]) => key).join(' ')}`);
  });
}
