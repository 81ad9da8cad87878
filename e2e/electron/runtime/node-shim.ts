// What Node gained between 16.17 (Electron 22) and 24 as globals, as far as the service and its libraries use it.
import bufferModule, { Blob as NodeBlob } from 'node:buffer';
import { webcrypto, X509Certificate } from 'node:crypto';
import diagnostics from 'node:diagnostics_channel';
import http from 'node:http';
import { createRequire } from 'node:module';
import * as webStreams from 'node:stream/web';
import tls from 'node:tls';
import { deserialize, serialize } from 'node:v8';
import './language-shim.ts';
import './wait-for-driver.ts';

/** Stands where a library asks `value instanceof …` for something that never reaches the service over a message port. */
function absent(name: string): unknown {
  return Object.defineProperty(function stand() {}, 'name', { value: name });
}

const globals: Record<string, unknown> = {
  ...webStreams,
  Blob: NodeBlob,
  crypto: webcrypto,
  structuredClone: (value: unknown) => deserialize(serialize(value)),
};
for (const name of ['fetch', 'Headers', 'Request', 'Response', 'FormData', 'File', 'WebSocket', 'CustomEvent']) {
  globals[name] = absent(name);
}
for (const [name, value] of Object.entries(globals)) {
  if (name in globalThis) continue;
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
}

// The log library announces its calls on such a channel; nobody listens.
if (!('tracingChannel' in diagnostics)) {
  Object.assign(diagnostics, {
    tracingChannel: () => ({
      hasSubscribers: false,
      traceSync: (task: (...args: unknown[]) => unknown, _context: unknown, self: unknown, ...args: unknown[]) =>
        task.apply(self, args),
    }),
  });
}

// `isAscii` came with Node 18.15.
if (!('isAscii' in bufferModule)) {
  Object.assign(bufferModule, {
    isAscii: (bytes: Uint8Array) => {
      for (const byte of bytes) if (byte > 0x7f) return false;
      return true;
    },
  });
}

// The system's certificates came with Node 22.15, dates of one with 22.10.
if (!('getCACertificates' in tls)) {
  Object.assign(tls, { getCACertificates: (kind: string) => (kind === 'system' ? [] : tls.rootCertificates) });
}
for (const [name, text] of [
  ['validFromDate', 'validFrom'],
  ['validToDate', 'validTo'],
] as const) {
  if (name in X509Certificate.prototype) continue;
  Object.defineProperty(X509Certificate.prototype, name, {
    get(this: X509Certificate) {
      return new Date(this[text]);
    },
  });
}

// Node 16 forgets a request's signal once the request has been sent, so that nobody can end a stream of answers.
const { request } = http;
http.request = ((...options: Parameters<typeof request>) => {
  const call: http.ClientRequest & { res?: http.IncomingMessage } = request(...options);
  const { signal } = (options.find((option) => typeof option === 'object' && 'signal' in option) ?? {}) as {
    signal?: AbortSignal;
  };
  const stop = () => {
    call.res?.destroy(new Error('aborted'));
    call.destroy(new Error('aborted'));
  };
  signal?.addEventListener('abort', stop, { once: true });
  call.once('close', () => signal?.removeEventListener('abort', stop));
  return call;
}) as typeof request;

// Electron 27 tells where the key of `safeStorage` is; 22 says that it can encrypt only where there is a keychain.
if ((process as { type?: string }).type === 'browser') {
  const { safeStorage } = createRequire(__filename)('electron') as { safeStorage: Record<string, unknown> };
  safeStorage['getSelectedStorageBackend'] ??= () => 'gnome_libsecret';
}
