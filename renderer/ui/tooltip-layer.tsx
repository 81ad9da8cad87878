import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { TipTiming } from './tip-timing.ts';
import styles from './tooltip.module.css';

const gapPx = 6;
const edgePx = 8;

interface Tip {
  label: string;
  keys: string | undefined;
  target: Element;
}

function tipOf(target: EventTarget | null): Tip | null {
  const element = target instanceof Element ? target.closest('[data-tip]') : null;
  if (!(element instanceof HTMLElement)) return null;
  const label = element.dataset['tip'];
  return label ? { label, keys: element.dataset['tipKeys'], target: element } : null;
}

/**
 * One tooltip for the whole page, so that a row of icon buttons costs no listeners and no hidden elements: it shows the `data-tip` of
 * whatever is hovered or focused by keyboard. The words are for the eye; names and descriptions are on the elements themselves.
 */
export function TooltipLayer() {
  const [tip, setTip] = useState<Tip | null>(null);
  const popup = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const timing = new TipTiming<Tip>(setTip);
    const close = () => timing.close();
    const onPointerOver = (event: PointerEvent) => {
      if (event.pointerType !== 'touch') timing.hover(tipOf(event.target));
    };
    const onFocusIn = (event: FocusEvent) => {
      const next = tipOf(event.target);
      if (next?.target.matches(':focus-visible')) timing.focus(next);
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape') close();
    };

    const abort = new AbortController();
    const options = { capture: true, passive: true, signal: abort.signal };
    document.addEventListener('pointerover', onPointerOver, options);
    document.addEventListener('focusin', onFocusIn, options);
    document.addEventListener('focusout', close, options);
    document.addEventListener('pointerdown', close, options);
    document.addEventListener('wheel', close, options);
    document.addEventListener('keydown', onKeyDown, options);
    document.documentElement.addEventListener('pointerleave', close, options);
    return () => {
      timing.cancel();
      abort.abort();
    };
  }, []);

  useLayoutEffect(() => {
    const element = popup.current;
    if (tip === null || element === null) return;
    const anchor = tip.target.getBoundingClientRect();
    const { width, height } = element.getBoundingClientRect();
    const left = Math.min(
      Math.max(edgePx, anchor.left + anchor.width / 2 - width / 2),
      window.innerWidth - width - edgePx,
    );
    const below = anchor.bottom + gapPx;
    const top = below + height + edgePx > window.innerHeight ? anchor.top - gapPx - height : below;
    element.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }, [tip]);

  if (tip === null) return null;
  return createPortal(
    <div ref={popup} className={styles['tip']} role="tooltip" aria-hidden="true">
      <span>{tip.label}</span>
      {tip.keys === undefined ? null : <kbd className={styles['keys']}>{tip.keys}</kbd>}
    </div>,
    document.body,
  );
}
