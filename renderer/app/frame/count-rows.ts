import type { Container } from '../../../engine/contract/containers.ts';
import { isActive } from '../../objects/container-status.ts';

type Rows = ReadonlyMap<string, Container>;

/** How many containers run: as many as the segment 'Running' of the Containers page. */
export function countRunning(rows: Rows): number {
  let count = 0;
  for (const container of rows.values()) if (isActive(container)) count += 1;
  return count;
}
