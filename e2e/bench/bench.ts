import type { Figure } from './figure.ts';

/** One bench: measures and answers its figures; `say` tells a waiting person what goes on. */
export type Bench = (say: (line: string) => void) => Promise<readonly Figure[]>;
