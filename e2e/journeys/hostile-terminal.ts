import { expect } from '@playwright/test';
import type { TestEngine } from '../fixtures/engine.ts';
import type { App } from '../screens/app.ts';

/** Repeats a letter as often as xterm counts, and never ends: each takes longer to draw than to print. */
const pour = String.raw`while :; do printf 'x\033[2147483647b'; done`;

/** Shell lines of a few bytes, each of which took a terminal or its page for minutes or for good. */
const bombs: Readonly<Record<string, string>> = {
  'counts without end': String.raw`for f in S T L M I Z b @ P X ' @' ' A' "'}" "'~" A B C D E F G H; do printf "x\033[2147483647$f"; done`,
  'a screen that is erased from its last column': String.raw`printf '\033c\033[999;999H\033[1J'`,
  'a letter with 200,000 marks': String.raw`printf z; yes "$(printf '\314\201')" | tr -d '\n' | head -c 400000; echo`,
  'a link around all lines': String.raw`printf '\033]8;;http://a.example\007x\033[2147483647b\033]8;;\007'`,
  'a palette of a million colours': String.raw`printf '\033]4;'; head -c 2000000 /dev/zero | tr '\0' ';'; printf '\007'`,
  'colours that change': String.raw`i=0; while [ $i -lt 5000 ]; do printf '\033]11;#123456\007\033]104;1\007'; i=$((i+1)); done`,
};

/** Numbers out of all bounds cost the page nothing, neither when they come nor when they are drawn again. */
export async function outliveBombs(app: App, engine: TestEngine): Promise<void> {
  const { page, terminal } = app;
  await engine.runIdle('bombs');
  await app.containers.openPage('bombs');
  await app.container.show('Terminal');
  await expect(terminal.input).toBeFocused();
  for (const bomb of Object.values(bombs)) {
    await terminal.run(String.raw`${bomb}; printf '\033c'; echo survived $((40 + 2))`);
    await expect.poll(() => terminal.lines(), { timeout: 20_000 }).toContain('survived 42');
    await terminal.run('clear');
    await expect.poll(() => terminal.text()).not.toContain('survived');
  }
  await page.reload();
  await expect.poll(() => terminal.text()).toContain('/ #');
  await terminal.input.focus();
  await terminal.run('echo and on $((40 + 2))');
  await expect.poll(() => terminal.lines()).toContain('and on 42');
}

/** A line of so many bytes goes by, and the shell still answers. */
export async function outliveEndlessLine(app: App, engine: TestEngine, sizeBytes: number): Promise<void> {
  const { page, terminal } = app;
  await engine.runIdle('endless');
  await app.containers.openPage('endless');
  await app.container.show('Terminal');
  await expect(terminal.input).toBeFocused();
  await terminal.run(`head -c ${sizeBytes} /dev/zero | tr "\\0" x; echo; echo it has ended`);
  await expect.poll(() => terminal.lines(), { timeout: 60_000 }).toContain('it has ended');
  await terminal.run('clear; echo answered');
  await expect.poll(() => terminal.lines()).toContain('answered');
  expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(5_000);
}

/** A session that has more to draw than a page can draws beside others, and can be closed by a page that has not drawn it. */
export async function closeUndrawn(app: App, engine: TestEngine): Promise<void> {
  const { page, terminal } = app;
  await startPour(app, engine);
  await terminal.use('Split right');
  await expect(terminal.input.nth(1)).toBeFocused();
  await page.keyboard.type('echo beside it $((40 + 2))\n');
  await expect.poll(() => terminal.lines(1)).toContain('beside it 42');
  await page.reload();
  await expect(terminal.sessions).toHaveCount(2);
  // The newer one is in view, and the other is closed from its tab.
  await terminal.closeSession(0);
  await expect(terminal.sessions).toHaveCount(1);
  await expect.poll(() => engine.docker('top', 'pours', '-o', 'pid,args')).not.toContain('sleep 4326');
  await expect.poll(() => terminal.lines()).toContain('beside it 42');
}

/** Opens a terminal whose program prints more than can be drawn. */
export async function startPour({ containers, container, terminal }: App, engine: TestEngine): Promise<void> {
  await engine.runIdle('pours');
  await containers.openPage('pours');
  await container.show('Terminal');
  await expect(terminal.input).toBeFocused();
  await terminal.run(`sleep 4326 & ${pour}`);
  await expect.poll(() => terminal.text()).toContain('x'.repeat(80));
}
