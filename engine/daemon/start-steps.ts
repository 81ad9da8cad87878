import { z } from 'zod';
import { engineStepIds } from '../contract/engines.ts';
import type { EngineStep, EngineStepId } from '../contract/engines.ts';
import { writeFileAtomically } from '../platform/atomic-file.ts';
import { readJsonFile } from '../platform/json-file.ts';
import type { Log } from '../platform/log.ts';

/** Progress is for eyes: more often than this it would only cost. */
const tellEveryMs = 100;

/** How long each step took the last time. */
const stored = z.partialRecord(z.enum(engineStepIds), z.number());

/** The steps of one start, how they go, and how long they usually take. */
export class StartSteps {
  readonly #usualFile: string;
  readonly #log: Log;
  readonly #listeners = new Set<() => void>();
  #usualMs: Partial<Record<EngineStepId, number>> = {};
  #steps: readonly EngineStep[] = engineStepIds.map((id) => toWaiting(id, null));
  #timer: NodeJS.Timeout | null = null;
  #toldAtMs = 0;

  constructor(usualFile: string, log: Log) {
    this.#usualFile = usualFile;
    this.#log = log;
  }

  get all(): readonly EngineStep[] {
    return this.#steps;
  }

  /** Calls back on each change, but for progress alone at most ten times a second; answers how to end that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Puts every step back to waiting. */
  async reset(): Promise<void> {
    try {
      this.#usualMs = (await readJsonFile(this.#usualFile, stored, this.#log)) ?? {};
    } catch {
      // Only a memory of durations: without it nothing is shown.
    }
    this.#steps = engineStepIds.map((id) => toWaiting(id, this.#usualMs[id] ?? null));
    this.#tell();
  }

  begin(id: EngineStepId): void {
    this.#change(id, { state: 'active', startedAtMs: Date.now() });
    this.#tell();
  }

  progress(id: EngineStepId, progress: EngineStep['progress'], fact: string): void {
    this.#change(id, { progress, fact });
    if (this.#timer !== null) return;
    const waitMs = Math.max(0, this.#toldAtMs + tellEveryMs - Date.now());
    this.#timer = setTimeout(() => this.#tell(), waitMs);
  }

  async end(id: EngineStepId, state: 'done' | 'skipped', fact: string): Promise<void> {
    const step = this.#steps.find((step) => step.id === id);
    const durationMs = step?.startedAtMs === null || step === undefined ? null : Date.now() - step.startedAtMs;
    this.#change(id, { state, durationMs, progress: null, fact });
    this.#tell();
    if (state !== 'done' || durationMs === null) return;
    this.#usualMs = { ...this.#usualMs, [id]: durationMs };
    try {
      await writeFileAtomically(this.#usualFile, JSON.stringify(this.#usualMs));
    } catch {
      // Only a memory of durations: a full disk is told by what needs it.
    }
  }

  /** Marks the step that is under way as the one that failed. */
  fail(fact: string): void {
    for (const { id, state, startedAtMs } of this.#steps) {
      if (state === 'active') this.#change(id, { state: 'failed', durationMs: Date.now() - (startedAtMs ?? 0), fact });
    }
    this.#tell();
  }

  #change(id: EngineStepId, change: Partial<EngineStep>): void {
    this.#steps = this.#steps.map((step) => (step.id === id ? { ...step, ...change } : step));
  }

  #tell(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#toldAtMs = Date.now();
    for (const listener of this.#listeners) listener();
  }
}

function toWaiting(id: EngineStepId, usualMs: number | null): EngineStep {
  return { id, state: 'waiting', startedAtMs: null, durationMs: null, usualMs, progress: null, fact: '' };
}
