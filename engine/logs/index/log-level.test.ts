import { expect, test } from 'vitest';
import { detectLevel, levelsByCode } from './log-level.ts';

const lines: [string, string | null][] = [
  ['2026-01-02T03:04:05Z ERROR something broke', 'error'],
  ['[ERROR] something broke', 'error'],
  ['WARNING: disk is nearly full', 'warn'],
  ['warning: unused variable', 'warn'],
  ['error: cannot find module', 'error'],
  ['an error occurred', null],
  ['no ERRORS here', null],
  ['INFO:root:started', 'info'],
  ['DEBUG 12 queries', 'debug'],
  ['level=warn msg="slow query"', 'warn'],
  ['time="2026-01-02T03:04:05Z" level="error" msg=boom', 'error'],
  ['status=error is not a level', null],
  ['ts=1 lvl=dbug caller=x', null],
  ['ts=1 lvl=debug caller=x', 'debug'],
  ['{"level":"error","msg":"x"}', 'error'],
  [String.raw`{\"level\":\"warn\",\"msg\":\"x\"}`, 'warn'],
  ['{"level":30,"time":1,"msg":"started"}', 'info'],
  ['{"level":50,"time":1,"msg":"failed"}', 'error'],
  ['{"severity":"NOTICE","message":"x"}', 'info'],
  ['{"msg":"ERROR in the text","level":"info"}', 'info'],
  ['{"msg":"nothing said"}', null],
  ['E0102 15:04:05.000000    1 main.go:1] failed', 'error'],
  ['W0102 15:04:05.000000    1 main.go:1] careful', 'warn'],
  ['I0102 15:04:05.000000    1 main.go:1] hello', 'info'],
  ['<3>kernel: failed', 'error'],
  ['<14>app: hello', 'info'],
  ['1:M 01 Jan 2026 00:00:00.000 # Server started without a config file', 'warn'],
  ['1:M 01 Jan 2026 00:00:00.000 * Ready to accept connections', 'info'],
  ['2026-01-02 03:04:05.000 UTC [1] LOG:  database system is ready', 'info'],
  ['2026-01-02 03:04:05.000 UTC [66] FATAL:  role "x" does not exist', 'error'],
  ['2026/01/02 03:04:05 [error] 7#7: *1 open() failed', 'error'],
  ['2026/01/02 03:04:05 [notice] 1#1: start worker', 'info'],
  ['172.17.0.1 - - [02/Jan/2026:03:04:05 +0000] "GET / HTTP/1.1" 200 615 "-" "curl"', 'info'],
  ['172.17.0.1 - - [02/Jan/2026:03:04:05 +0000] "GET /x HTTP/1.1" 404 153 "-" "curl"', 'warn'],
  [String.raw`172.17.0.1 - - [02/Jan/2026:03:04:05 +0000] \"GET /x HTTP/1.1\" 502 153 \"-\" \"curl\"`, 'error'],
  ['10:00:00.000 [main] INFO  org.example.App - started', 'info'],
  ['2026-01-02 03:04:05,123 - root - CRITICAL - out of memory', 'error'],
  ['\u001B[33mWARN\u001B[0m careful', 'warn'],
  [String.raw`\u001b[31mERROR\u001b[0m broken`, 'error'],
  ['  at Object.<anonymous> (/app/ERROR.js:1:1)', null],
  ['', null],
  ['E', null],
];

test.each(lines)('%s is %s', (text, level) => {
  const bytes = Buffer.from(`before ${text} after`);
  const start = 'before '.length;
  expect(levelsByCode[detectLevel(bytes, start, start + Buffer.byteLength(text))]).toBe(level);
});
