import { expect, test } from 'vitest';
import { toTraceRole } from './stack-trace.ts';

test.each([
  ['java.lang.IllegalStateException: closed', 'goes-on'],
  ['\tat com.acme.Pool.take(Pool.java:41)', 'follows'],
  ['    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)', 'follows'],
  ['Caused by: java.net.ConnectException: Connection refused', 'follows'],
  ['\t... 12 more', 'follows'],
  ['Traceback (most recent call last):', 'begins'],
  ['  File "/app/main.py", line 3, in <module>', 'follows'],
  ['    raise ValueError("x")', 'goes-on'],
  ['ValueError: x', 'goes-on'],
  ['panic: runtime error: index out of range', 'begins'],
  ['goroutine 1 [running]:', 'begins'],
  ['main.main()', 'goes-on'],
  ['\t/src/main.go:8 +0x1d', 'goes-on'],
  ['GET /health 200 in 3 ms', 'none'],
  ['', 'none'],
])('%j %s', (text, role) => {
  expect(toTraceRole(text)).toBe(role);
});
