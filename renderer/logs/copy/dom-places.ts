import type { TextPlace, TextRange } from './text-range.ts';

/** The place in the rows at a point of the window; null when no row is drawn. */
export function placeAt(log: HTMLElement, x: number, y: number): TextPlace | null {
  const row = rowAt(log, y);
  const text = row?.querySelector<HTMLElement>('[data-text]');
  if (row === null || text === null || text === undefined) return null;
  const number = Number(row.dataset['row']);
  const box = text.getBoundingClientRect();
  const caret = caretAt(
    Math.min(Math.max(x, box.left + 1), box.right - 1),
    Math.min(Math.max(y, box.top + 1), box.bottom - 1),
  );
  if (caret === null || !text.contains(caret.node))
    return { row: number, char: x < box.left ? 0 : text.textContent.length };
  const before = document.createRange();
  before.selectNodeContents(text);
  before.setEnd(caret.node, caret.offset);
  const isBehind = x > box.right && y < box.bottom;
  return { row: number, char: isBehind ? text.textContent.length : before.toString().length };
}

/** The drawn row at a height of the window, or the nearest one. */
function rowAt(log: HTMLElement, y: number): HTMLElement | null {
  const rows = [...log.querySelectorAll<HTMLElement>('[data-row]')];
  return rows.find((row) => row.getBoundingClientRect().bottom > y) ?? rows.at(-1) ?? null;
}

function caretAt(x: number, y: number): { node: Node; offset: number } | null {
  if (typeof document.caretPositionFromPoint === 'function') {
    const position = document.caretPositionFromPoint(x, y);
    return position === null ? null : { node: position.offsetNode, offset: position.offset };
  }
  // Chromium before 128.
  // oxlint-disable-next-line typescript/no-deprecated
  const range = document.caretRangeFromPoint(x, y);
  return range === null ? null : { node: range.startContainer, offset: range.startOffset };
}

/** Shows a range as selected in the browser, where its rows are drawn. */
export function showRange(log: HTMLElement, { start, end }: TextRange): void {
  const selection = document.getSelection();
  if (selection === null) return;
  const texts = [...log.querySelectorAll<HTMLElement>('[data-row]')].flatMap((row) => {
    const text = row.querySelector<HTMLElement>('[data-text]');
    const number = Number(row.dataset['row']);
    return text === null || number < start.row || number > end.row ? [] : [{ number, text }];
  });
  const first = texts.at(0);
  const last = texts.at(-1);
  if (first === undefined || last === undefined) {
    selection.removeAllRanges();
    return;
  }
  const from = nodeAt(first.text, first.number === start.row ? start.char : 0);
  const to = nodeAt(last.text, last.number === end.row ? end.char : Infinity);
  const { anchorNode, anchorOffset, focusNode, focusOffset } = selection;
  const isShown =
    anchorNode === from.node && anchorOffset === from.offset && focusNode === to.node && focusOffset === to.offset;
  if (!isShown) selection.setBaseAndExtent(from.node, from.offset, to.node, to.offset);
}

function nodeAt(text: HTMLElement, char: number): { node: Node; offset: number } {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let left = char;
  let last: Text | null = null;
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    last = node as Text;
    if (left <= last.length) return { node: last, offset: left };
    left -= last.length;
  }
  return last === null ? { node: text, offset: 0 } : { node: last, offset: last.length };
}

/** The drawn text of a row; empty when it is not drawn. */
export function drawnText(log: HTMLElement, row: number): string {
  return log.querySelector(`[data-row="${row}"] [data-text]`)?.textContent ?? '';
}
