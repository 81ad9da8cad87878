/** One measured number. */
export interface Figure {
  readonly bench: string;
  /** Such as `crowd.500_ms`; the part before the dot is the bench's name. */
  readonly figure: string;
  readonly value: number;
  readonly unit: 'ms' | 's' | 'MB' | 'count';
  /** Against the docker CLI in the same run: below one is faster than it. */
  readonly ratio?: number;
}

/** What a figure may be at most. Figures without a budget are there to understand the others. */
const budgets: Readonly<Record<string, number>> = {
  'start.list_ms': 1200,
  'event.p50_ms': 25,
  'event.p99_ms': 60,
  'crowd.500_ms': 400,
  'crowd.2000_ms': 800,
  'crowd.5000_ms': 1000,
  'crowd.rows': 80,
  'crowd.nodes': 3000,
  'crowd.patch_ms': 16,
  'crowd.scroll_p95_ms': 18,
  'crowd.heap_mb': 30,
  'idle.cpu_seconds': 0.15,
  'idle.daemon_seconds': 0.05,
  'idle.requests': 1,
  'idle.event_streams': 1,
  'engines.switch_ms': 100,
  'engines.idle_requests': 0,
  'engines.storm_p99_ms': 60,
  'engines.service_mb': 120,
  'memory.service_mb': 120,
  'memory.electron_mb': 120,
  'memory.rounds_mb': 30,
  'memory.electron_rounds_mb': 30,
  'terminal.bulk_ms': 3000,
  'terminal.bulk_frame_p95_ms': 34,
  'terminal.bulk_service_mb': 20,
  'terminal.interrupt_ms': 150,
  'terminal.echo_p50_ms': 13,
  'terminal.echo_p99_ms': 30,
  'logs.intake_ratio': 1.1,
  'logs.file_ratio': 0.3,
  'logs.last_line_ms': 300,
  'logs.tail_ms': 300,
  'logs.jump_ms': 50,
  'logs.literal_ms': 100,
  'logs.regex_ms': 300,
  'logs.literal_10m_ms': 1000,
  'logs.regex_10m_ms': 3000,
  'logs.first_hit_ms': 50,
  'logs.flood_lost': 0,
  'logs.flood_lag_s': 1,
  'logs.flood_follow_ratio': 1.1,
  'logs.flood_frame_p95_ms': 34,
  'logs.many_lag_s': 1,
  'logs.many_frame_p95_ms': 34,
  'logs.service_mb': 200,
  'logs.page_mb': 500,
  'pull.ratio': 1.05,
  'push.ratio': 1.05,
};

/** What a figure must be at least. */
const floors: Readonly<Record<string, number>> = {
  'terminal.bulk_ratio': 0.8,
  'terminal.flood_fps': 50,
  'pull.fps': 55,
};

/** Makes figures of one bench: `crowd` and `rows` give `crowd.rows`. */
export function figuresOf(bench: string) {
  return (name: string, value: number, unit: Figure['unit'], ratio?: number): Figure => ({
    bench,
    figure: `${bench}.${name}`,
    value,
    unit,
    ...(ratio === undefined ? {} : { ratio }),
  });
}

/** A table for people: figure, value, budget, ratio to the docker CLI. */
export function toTable(figures: readonly Figure[]): string {
  const rows = figures.map(({ figure, value, unit, ratio }) => {
    return [
      figure,
      `${toShort(value)} ${unit === 'count' ? '' : unit}`.trimEnd(),
      toVerdict(figure, value),
      ratio === undefined ? '' : `${ratio.toFixed(2)}×`,
    ];
  });
  const all = [['figure', 'value', 'budget', 'docker CLI'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function toVerdict(figure: string, value: number): string {
  const budget = budgets[figure];
  const floor = floors[figure];
  if (budget !== undefined) return `≤ ${budget} ${value <= budget ? 'ok' : 'MISSED'}`;
  return floor === undefined ? '' : `≥ ${floor} ${value >= floor ? 'ok' : 'MISSED'}`;
}

function toShort(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return value < 10 ? value.toFixed(2) : value.toFixed(1);
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** One object a line, in the form that later benches and reports read. */
export function toJsonLine({ bench, figure, value, unit, ratio }: Figure): string {
  return JSON.stringify({
    bench,
    figure,
    value: round(value),
    unit,
    ...(ratio === undefined ? {} : { ratio: round(ratio) }),
  });
}
