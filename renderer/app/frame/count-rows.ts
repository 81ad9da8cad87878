import type { Container } from '../../../engine/contract/containers.ts';
import { isActive, needsAttention } from '../../objects/container-status.ts';

type Rows = ReadonlyMap<string, Container>;

/** How many containers run: as many as the segment 'Running' of the Containers page. */
export function countRunning(rows: Rows): number {
  let count = 0;
  for (const container of rows.values()) if (isActive(container)) count += 1;
  return count;
}

/** How many containers need somebody to look at them. */
export function countAttention(rows: Rows, nowMs: number): number {
  let count = 0;
  for (const container of rows.values()) if (needsAttention(container, nowMs)) count += 1;
  return count;
}
