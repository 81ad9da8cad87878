import { engineHeader } from '../contract/engine-header.ts';

/** Numbers of oRPC 1.16's message types (standard-server-peer); a request has none. */
const abortType = 4;

/** A page's own ids are a counter; no path of the contract comes near this length. */
const maxIdLength = 64;
/** A path of a socket has at most 108 bytes (unix(7)), a context's name some dozens; percent-encoding triples them. */
const maxEngineLength = 1024;
const pathPattern = /^\/(?:[A-Za-z]{1,64}\/){1,4}[A-Za-z]{1,64}$/;

/** A call, as oRPC's server peer takes it. */
export interface CallRequest {
  readonly url: URL;
  readonly method: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** One message of a page: a call, or null for the wish to cancel the call with that id. */
interface CallMessage {
  readonly id: string;
  readonly request: CallRequest | null;
}

/**
 * Reads a message as oRPC's link writes it (1.16, standard-server-peer codec): `{i, p: {u, h, b}}` or `{i, t: 4}`. The only header names an engine. What a
 * message may carry beyond that (files, forms, streams, other methods) no call of the contract uses, and it is refused. Throws for all else.
 */
export function parseCallMessage(message: unknown): CallMessage {
  if (typeof message !== 'string') throw new Error('It is not text.');
  const parsed: unknown = JSON.parse(message);
  const { i: id, t: type, p: payload } = toRecord(parsed, 'It');
  if (typeof id !== 'string' || id === '' || id.length > maxIdLength) throw new Error('It has no id.');
  if (type === abortType) return { id, request: null };
  if (type !== undefined) throw new Error('Its type is unknown.');
  const { u: path, b: body, h: headers, m: method } = toRecord(payload, 'Its request');
  if (typeof path !== 'string' || !pathPattern.test(path)) throw new Error('Its path is malformed.');
  if (method !== undefined) throw new Error('It has fields that a call does not have.');
  return {
    id,
    request: { url: new URL(`http://orpc${path}`), method: 'POST', headers: toHeaders(headers), body: toBody(body) },
  };
}

function toHeaders(headers: unknown): Record<string, string> {
  if (headers === undefined) return {};
  const { [engineHeader]: engine, ...rest } = toRecord(headers, 'Its headers');
  if (typeof engine !== 'string' || engine.length > maxEngineLength || Object.keys(rest).length > 0)
    throw new Error('Its headers are malformed.');
  return { [engineHeader]: engine };
}

/** A body is `{json, meta}`; `meta` lists what in `json` stands for another value, each as a type and a path. */
function toBody(body: unknown): unknown {
  if (body === undefined) return undefined;
  const { json, meta, ...rest } = toRecord(body, 'Its body');
  if (Object.keys(rest).length > 0) throw new Error('Its body is malformed.');
  if (meta === undefined) return { json };
  if (!Array.isArray(meta) || !meta.every(isMeta)) throw new Error('Its body is malformed.');
  return { json, meta };
}

function isMeta(entry: unknown): boolean {
  return (
    Array.isArray(entry) &&
    Number.isInteger(entry[0]) &&
    entry.slice(1).every((step) => typeof step === 'string' || Number.isInteger(step))
  );
}

function toRecord(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${name} is not an object.`);
  return value as Readonly<Record<string, unknown>>;
}
