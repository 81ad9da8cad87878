import { useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react';
import { drawnText, placeAt, showRange } from './dom-places.ts';
import { type TextPlace, type TextRange, toRange, wordAt } from './text-range.ts';

/**
 * Scroll speed while the pointer selects beyond the edge of the window: share of the distance per
 * frame.
 */
const edgeSpeed = 0.4;

export interface TextSelection {
  readonly selectAll: () => void;
  /** Clears the selection; returns false when there was none. */
  readonly clear: () => boolean;
}

interface TextSelectionOptions {
  readonly log: HTMLElement | null;
  readonly scroll: (px: number) => void;
  readonly allRows: () => { first: number; end: number };
  /** Called when a row is clicked without selecting. */
  readonly onPick: (row: number) => void;
  readonly onCopy: (range: TextRange, event: ClipboardEvent) => void;
  /** Increases when rows get other numbers. */
  readonly numbering: number;
}

/**
 * Selects text with the mouse across rows that are not all drawn. Remembers the selection by row
 * and character, and shows the drawn part of it in the browser.
 */
export function useTextSelection(options: TextSelectionOptions): TextSelection {
  const { log, numbering } = options;
  const ends = useRef<{ anchor: TextPlace; focus: TextPlace } | null>(null);
  const { scroll } = options;

  useEffect(() => {
    ends.current = null;
    // Not used in the effect: other numbers make the selection invalid.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [numbering]);

  // After every render, because rows may have been added or removed.
  useLayoutEffect(() => {
    if (log !== null && ends.current !== null) showRange(log, toRange(ends.current.anchor, ends.current.focus));
  });

  const onPick = useEffectEvent(options.onPick);
  const onCopy = useEffectEvent((event: ClipboardEvent) => {
    if (ends.current === null) return;
    const range = toRange(ends.current.anchor, ends.current.focus);
    // Within one row the browser copies what is visible.
    if (range.start.row !== range.end.row) options.onCopy(range, event);
  });

  useEffect(() => {
    if (log === null) return undefined;
    let drag: { y: number; x: number; frame: number; hasMoved: boolean } | null = null;

    const focusAt = (x: number, y: number) => {
      const place = placeAt(log, x, y);
      if (place === null || ends.current === null) return;
      ends.current = { ...ends.current, focus: place };
      showRange(log, toRange(ends.current.anchor, place));
    };
    const runAtEdge = () => {
      if (drag === null) return;
      const { top, bottom } = log.getBoundingClientRect();
      const beyond = drag.y < top ? drag.y - top : drag.y > bottom ? drag.y - bottom : 0;
      if (beyond !== 0) {
        scroll(beyond * edgeSpeed);
        focusAt(drag.x, Math.min(Math.max(drag.y, top + 2), bottom - 2));
      }
      drag.frame = requestAnimationFrame(runAtEdge);
    };
    const onDown = (event: PointerEvent) => {
      const { target, button, pointerType, clientX: x, clientY: y, shiftKey } = event;
      if (button !== 0 || pointerType === 'touch' || !(target instanceof Element)) return;
      if (target.closest('button, a') !== null || y > log.getBoundingClientRect().top + log.clientHeight) return;
      const place = placeAt(log, x, y);
      if (place === null) return;
      ends.current =
        shiftKey && ends.current !== null ? { ...ends.current, focus: place } : { anchor: place, focus: place };
      showRange(log, toRange(ends.current.anchor, ends.current.focus));
      log.setPointerCapture(event.pointerId);
      drag = { x, y, frame: 0, hasMoved: shiftKey };
      drag.frame = requestAnimationFrame(runAtEdge);
    };
    const onMove = ({ clientX: x, clientY: y }: PointerEvent) => {
      if (drag === null) return;
      drag.hasMoved ||= Math.abs(x - drag.x) + Math.abs(y - drag.y) > 2;
      drag.x = x;
      drag.y = y;
      if (drag.hasMoved) focusAt(x, y);
    };
    const onUp = () => {
      if (drag === null) return;
      cancelAnimationFrame(drag.frame);
      const { hasMoved } = drag;
      drag = null;
      const { current } = ends;
      if (hasMoved || current === null) return;
      ends.current = null;
      document.getSelection()?.removeAllRanges();
      onPick(current.focus.row);
    };
    const onMouseDown = (event: MouseEvent) => {
      const { target, button, detail, clientX, clientY } = event;
      if (button !== 0 || !(target instanceof Element) || target.closest('button, a') !== null) return;
      if (clientY > log.getBoundingClientRect().top + log.clientHeight) return;
      // The browser's own selection would lose rows that are removed.
      event.preventDefault();
      log.focus({ preventScroll: true });
      const place = detail < 2 ? null : placeAt(log, clientX, clientY);
      if (place === null) return;
      const { row } = place;
      const text = drawnText(log, row);
      const [start, end] = detail === 2 ? wordAt(text, place.char) : [0, text.length];
      ends.current = { anchor: { row, char: start }, focus: { row, char: end } };
      showRange(log, toRange(ends.current.anchor, ends.current.focus));
      // The release of this press does not count as a click on the row.
      if (drag !== null) drag.hasMoved = true;
    };
    const onDownElsewhere = ({ target }: PointerEvent) => {
      if (!(target instanceof Node) || !log.contains(target)) ends.current = null;
    };
    const onCopyHere = (event: ClipboardEvent) => onCopy(event);
    log.addEventListener('pointerdown', onDown);
    log.addEventListener('pointermove', onMove);
    log.addEventListener('pointerup', onUp);
    log.addEventListener('pointercancel', onUp);
    log.addEventListener('mousedown', onMouseDown);
    document.addEventListener('pointerdown', onDownElsewhere, { capture: true });
    document.addEventListener('copy', onCopyHere);
    return () => {
      if (drag !== null) cancelAnimationFrame(drag.frame);
      log.removeEventListener('pointerdown', onDown);
      log.removeEventListener('pointermove', onMove);
      log.removeEventListener('pointerup', onUp);
      log.removeEventListener('pointercancel', onUp);
      log.removeEventListener('mousedown', onMouseDown);
      document.removeEventListener('pointerdown', onDownElsewhere, { capture: true });
      document.removeEventListener('copy', onCopyHere);
    };
  }, [log, scroll]);

  return {
    selectAll() {
      const { first, end } = options.allRows();
      if (log === null || end === first) return;
      ends.current = { anchor: { row: first, char: 0 }, focus: { row: end - 1, char: Number.MAX_SAFE_INTEGER } };
      showRange(log, toRange(ends.current.anchor, ends.current.focus));
    },
    clear() {
      if (ends.current === null) return false;
      ends.current = null;
      document.getSelection()?.removeAllRanges();
      return true;
    },
  };
}
