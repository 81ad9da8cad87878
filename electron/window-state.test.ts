import { describe, expect, it } from 'vitest';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readWindowState, saveWindowState, toWindowState } from './window-state.ts';

const display = { x: 0, y: 0, width: 1920, height: 1080 };
const usual = { bounds: { width: 1280, height: 800 }, isMaximised: false };

describe('the remembered window', () => {
  it('is the usual size at first and after a file that is no state', () => {
    for (const text of [null, '', '{', '[]', 'null', '{"x":"1"}', '{"x":1e9,"y":0,"width":900,"height":600}']) {
      expect(toWindowState(text, [display])).toEqual(usual);
    }
  });

  it('comes back where it was', () => {
    const text = JSON.stringify({ x: 100, y: 50, width: 1000, height: 700, isMaximised: true });
    expect(toWindowState(text, [display])).toEqual({
      bounds: { x: 100, y: 50, width: 1000, height: 700 },
      isMaximised: true,
    });
  });

  it('keeps its size but not its place when its display is gone', () => {
    const text = JSON.stringify({ x: 2500, y: 50, width: 1000, height: 700, isMaximised: false });
    expect(toWindowState(text, [display])).toEqual({ bounds: { width: 1000, height: 700 }, isMaximised: false });
    expect(toWindowState(text, [display, { ...display, x: 1920 }]).bounds).toMatchObject({ x: 2500, y: 50 });
  });

  it('never starts with its title bar above or below every display', () => {
    for (const y of [-200, 1070]) {
      const text = JSON.stringify({ x: 10, y, width: 1000, height: 700 });
      expect(toWindowState(text, [display]).bounds).not.toHaveProperty('y');
    }
  });

  it('is never smaller than the frame needs', () => {
    const text = JSON.stringify({ x: 0, y: 0, width: 10, height: 10 });
    expect(toWindowState(text, [display]).bounds).toMatchObject({ width: 900, height: 600 });
  });

  it('is written whole and read back', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'berth-window-'));
    try {
      const file = path.join(folder, 'window.json');
      expect(readWindowState(file)).toBeNull();
      saveWindowState(file, { x: 5, y: 6, width: 1000, height: 700 }, true);
      expect(readdirSync(folder)).toEqual(['window.json']);
      expect(toWindowState(readWindowState(file), [display]).bounds).toEqual({ x: 5, y: 6, width: 1000, height: 700 });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
