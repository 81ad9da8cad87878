import type { Container } from '../../../engine/contract/containers.ts';
import { needsAttention } from '../../objects/container-status.ts';

type Rows = ReadonlyMap<string, Container>;

/** How many containers run. */
export function countRunning(rows: Rows): number {
  let count = 0;
  for (const { state } of rows.values()) if (state === 'running') count += 1;
  return count;
}

/** How many containers need somebody to look at them. */
export function countAttention(rows: Rows, nowMs: number): number {
  let count = 0;
  for (const container of rows.values()) if (needsAttention(container, nowMs)) count += 1;
  return count;
}
