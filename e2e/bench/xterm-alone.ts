import type { Browser } from '@playwright/test';
import { build } from 'esbuild';
import { openPage } from './rig.ts';

/** The size of one piece, as the page gets them from the service. */
const pieceBytes = 256 * 1024;

const program = `
import { Terminal } from '@xterm/xterm';
window.parseAlone = async (line, totalBytes, columns, rows) => {
  const place = document.body.appendChild(document.createElement('div'));
  const terminal = new Terminal({ cols: columns, rows, scrollback: 10000, minimumContrastRatio: 4.5, fontSize: 12.5, lineHeight: 1.2 });
  terminal.open(place);
  await new Promise((resolve) => terminal.write('ready', resolve));
  const bytes = new TextEncoder().encode((line + '\\r\\n').repeat(Math.ceil(totalBytes / (line.length + 2)))).subarray(0, totalBytes);
  const startedAtMs = performance.now();
  await new Promise((resolve) => {
    let offset = 0;
    let waiting = 0;
    const next = () => {
      if (offset >= bytes.length && waiting === 0) resolve();
      while (offset < bytes.length && waiting < 2) {
        const piece = bytes.subarray(offset, offset + ${pieceBytes});
        offset += piece.length;
        waiting += 1;
        terminal.write(piece, () => { waiting -= 1; next(); });
      }
    };
    next();
  });
  const tookMs = performance.now() - startedAtMs;
  terminal.dispose();
  return tookMs;
};`;

declare global {
  interface Window {
    parseAlone(line: string, totalBytes: number, columns: number, rows: number): Promise<number>;
  }
}

/** How long xterm.js alone takes for so many bytes of this line from memory, on the screen of a page with nothing else; milliseconds. */
export async function timeXtermAlone(
  browser: Browser,
  line: string,
  totalBytes: number,
  size: { columns: number; rows: number },
): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    minify: true,
  });
  await using rig = await openPage(browser);
  await rig.page.addScriptTag({ content: outputFiles[0]?.text ?? '' });
  await rig.page.addStyleTag({
    path: new URL('../../node_modules/@xterm/xterm/css/xterm.css', import.meta.url).pathname,
  });
  return await rig.page.evaluate(([text, bytes, columns, rows]) => window.parseAlone(text, bytes, columns, rows), [
    line,
    totalBytes,
    size.columns,
    size.rows,
  ] as const);
}
