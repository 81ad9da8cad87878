import { useEffect, useEffectEvent, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { LogDensity } from '../../../engine/contract/logs.ts';
import { useFormat, useT } from '../../i18n/use-words.ts';
import type { LogReader } from '../reading/log-reader.ts';
import type { ReaderState } from '../reading/log-state.ts';
import type { LogScroll } from './use-log-scroll.ts';
import styles from './log-minimap.module.css';

/** The minimap is updated at most this often. */
const refreshMs = 250;
/** Height of a bucket. */
const bucketPx = 2;
/** The largest height of a row: few rows do not fill the minimap. */
const mostRowPx = 3;
/** A line of this length fills the text lane. */
const fullLineBytes = 160;
/** The smallest height of the box that represents the window, so that it can be dragged. */
const leastBoxPx = 10;

interface LogMinimapProps {
  controls: string;
  reader: LogReader;
  state: ReaderState;
  scroll: LogScroll;
  /** The row of the current match. */
  currentRow: number | null;
}

/**
 * The minimap of a log, which is also its scrollbar: density, matches in the left lane, errors in
 * the right one.
 */
export function LogMinimap({ controls, reader, state, scroll, currentRow }: LogMinimapProps) {
  const t = useT();
  const format = useFormat();
  const track = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [heightPx, setHeightPx] = useState(0);
  const { first, end, viewPx } = scroll.layout;
  const count = Math.max(1, end - first);
  const mapPx = Math.min(heightPx, count * mostRowPx);
  const density = useDensity(reader, state, Math.min(count, Math.floor(heightPx / bucketPx)));
  const top = scroll.position ?? { row: end, offsetPx: 0 };
  const seenRows = Math.min(count, Math.max(1, scroll.drawn.to - scroll.drawn.from, viewPx / 20));
  const lastTop = Math.max(1, count - seenRows);
  const share = scroll.isFollowing ? 1 : Math.min(1, Math.max(0, (top.row - first) / lastTop));
  const fits = count <= viewPx / 20;
  const boxPx = fits ? mapPx : Math.min(mapPx, Math.max(leastBoxPx, (seenRows / count) * mapPx));
  const boxTop = fits ? 0 : share * (mapPx - boxPx);

  useEffect(() => {
    const element = track.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setHeightPx(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (canvas.current === null || density === null) return undefined;
    const element = canvas.current;
    const draw = () => paint(element, density, { heightPx, mapPx, currentRow });
    draw();
    // The theme is an attribute of the document.
    const observer = new MutationObserver(draw);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    return () => observer.disconnect();
  }, [density, heightPx, mapPx, currentRow]);

  const drag = useRef<number | null>(null);
  const moveTo = (clientY: number, grip: number) => {
    const box = track.current?.getBoundingClientRect();
    if (box === undefined || mapPx <= boxPx) return;
    scroll.goToShare((clientY - box.top - grip) / (mapPx - boxPx));
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0 || fits) return;
    const y = event.clientY - event.currentTarget.getBoundingClientRect().top;
    const isOnBox = y >= boxTop && y <= boxTop + boxPx;
    // A press beside the box centres the window there.
    drag.current = isOnBox ? y - boxTop : boxPx / 2;
    event.currentTarget.setPointerCapture(event.pointerId);
    moveTo(event.clientY, drag.current);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    switch (event.key) {
      case 'PageUp':
        scroll.page(-1);
        break;
      case 'PageDown':
        scroll.page(1);
        break;
      case 'ArrowUp':
        scroll.scroll(-20);
        break;
      case 'ArrowDown':
        scroll.scroll(20);
        break;
      case 'Home':
        scroll.goToStart();
        break;
      case 'End':
        scroll.follow();
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const matches = state.marks === null ? null : state.marks.endRow - state.marks.firstRow;
  return (
    <div
      ref={track}
      className={styles['map']}
      role="scrollbar"
      aria-label={matches === null ? t('logs.minimap.label') : t('logs.minimap.labelWithMatches', { count: matches })}
      aria-controls={controls}
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
      aria-valuetext={t('logs.minimap.value', {
        line: format.count(Math.max(1, Math.min(count, (scroll.isFollowing ? end : top.row + 1) - first))),
        total: format.count(end - first),
      })}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={(event) => {
        if (drag.current !== null) moveTo(event.clientY, drag.current);
      }}
      onPointerUp={() => {
        drag.current = null;
      }}
      onPointerCancel={() => {
        drag.current = null;
      }}
    >
      <canvas ref={canvas} className={styles['canvas']} aria-hidden="true" />
      {heightPx === 0 || end === first ? null : (
        <div className={styles['box']} style={{ height: boxPx, transform: `translateY(${boxTop}px)` }} />
      )}
    </div>
  );
}

/** The density of the shown rows, requested at most four times a second and only after a change. */
function useDensity(reader: LogReader, state: ReaderState, buckets: number): LogDensity | null {
  const [density, setDensity] = useState<LogDensity | null>(null);
  const { rows, numbering, marks, log } = state;
  const ask = useEffectEvent(async () => {
    try {
      const found = await reader.ask.density(Math.min(4096, Math.max(1, buckets)));
      if (found !== null) setDensity(found);
    } catch {
      // The log is being reopened; the next change requests it again.
    }
  });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    // A waiting timer will request the newest density.
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void ask();
    }, refreshMs);
    // Not used in the effect: they make the density outdated.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [rows, numbering, marks, log.generation, buckets]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return density;
}

interface Painting {
  readonly heightPx: number;
  /** Height of the rows in it. */
  readonly mapPx: number;
  readonly currentRow: number | null;
}

function paint(canvas: HTMLCanvasElement, density: LogDensity, { heightPx, mapPx, currentRow }: Painting): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const scale = window.devicePixelRatio;
  const widthPx = canvas.clientWidth;
  canvas.width = Math.round(widthPx * scale);
  canvas.height = Math.round(heightPx * scale);
  context.scale(scale, scale);
  const style = getComputedStyle(canvas);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const { bytes, errors, matches, firstRow, endRow } = density;
  const rows = endRow - firstRow;
  const stepPx = mapPx / Math.max(1, bytes.length);
  const left = 7;
  const lane = widthPx - 24;
  context.fillStyle = token('fg-3');
  context.globalAlpha = 0.3;
  for (const [index, size] of bytes.entries()) {
    if (size > 0)
      context.fillRect(
        left,
        index * stepPx,
        Math.max(2, Math.min(1, size / fullLineBytes) * lane),
        Math.max(1, stepPx / 2),
      );
  }
  context.fillStyle = token('warn-mark');
  context.globalAlpha = 0.75;
  for (const [index, count] of matches.entries()) {
    if (count > 0) context.fillRect(left, index * stepPx, lane, Math.max(1.5, stepPx));
  }
  context.globalAlpha = 1;
  context.fillStyle = token('bad-mark');
  for (const [index, count] of errors.entries()) {
    if (count > 0) context.fillRect(widthPx - 12, index * stepPx, 8, Math.max(1.5, stepPx));
  }
  if (currentRow !== null && rows > 0) {
    context.fillStyle = token('fg');
    context.fillRect(left, ((currentRow - firstRow) / rows) * mapPx, lane, 2);
  }
}
