// What browsers and Node both have (Encoding Standard, Web Cryptography API): this folder's types know neither.
declare const TextEncoder: new () => { encode(text: string): Uint8Array<ArrayBuffer> };
declare const TextDecoder: new () => { decode(bytes: Uint8Array): string };
declare const crypto: { randomUUID(): string };

/** Of our own type in oRPC's JSON; its own are below 20 (1.16, StandardRPCJsonSerializer). */
const bytesType = 21;
/** Of a message that has an attachment: the length of its JSON, big-endian, before both. */
const headBytes = 4;
const keyPrefix = 'berth-bytes:';
/** `berth-bytes:` and a random UUID. */
const keyPattern = /berth-bytes:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** Fewer messages are under way at once; one that is never sent or read must not stay. */
const maxWaiting = 256;

/** What oRPC's links and handlers take as one of `customJsonSerializers`. */
interface BytesSerializer {
  readonly type: number;
  readonly condition: (data: unknown) => boolean;
  readonly serialize: (data: unknown) => string;
  readonly deserialize: (key: unknown) => unknown;
}

/** A message as it came: its text, and the key under which its bytes wait, or null where it has none. */
export interface ReceivedMessage {
  readonly message: unknown;
  readonly key: string | null;
}

/**
 * Carries a `Uint8Array` beside the JSON of its message, as it is. oRPC 1.16 would send it as base64 or as a form; base64 made a page
 * take in a third more, and 0.3 s longer for 50 MiB of output by its trace. One to a message. Each connection has its own:
 * bytes of one page never wait where another's messages are written.
 */
export class Attachments {
  /** In the JSON a key stands for the bytes; here are the bytes of messages that are being written. */
  readonly #outgoing = new Map<string, Uint8Array>();
  /** The same of messages that are being read. */
  readonly #incoming = new Map<string, Uint8Array>();

  readonly serializer: BytesSerializer = {
    type: bytesType,
    condition: (data) => data instanceof Uint8Array,
    serialize: (data) => {
      const key = `${keyPrefix}${crypto.randomUUID()}`;
      put(this.#outgoing, key, data as Uint8Array);
      return key;
    },
    deserialize: (key) => {
      const bytes = typeof key === 'string' ? this.#incoming.get(key) : undefined;
      if (bytes === undefined) throw new Error('A message came without the bytes that belong to it.');
      this.#incoming.delete(key as string);
      return bytes;
    },
  };

  /** What goes over the wire for the JSON of a message: itself, or it and the bytes that it names. */
  pack<T>(message: T): T | Uint8Array<ArrayBuffer> {
    if (typeof message !== 'string' || this.#outgoing.size === 0) return message;
    // A text in the message may look like a key.
    const key = message.match(keyPattern)?.find((found) => this.#outgoing.has(found)) ?? '';
    const bytes = this.#outgoing.get(key);
    if (bytes === undefined) return message;
    this.#outgoing.delete(key);
    const json = new TextEncoder().encode(message);
    const whole = new Uint8Array(headBytes + json.length + bytes.length);
    new DataView(whole.buffer).setUint32(0, json.length);
    whole.set(json, headBytes);
    whole.set(bytes, headBytes + json.length);
    return whole;
  }

  /** The text of a message that came; its bytes wait until they are read or discarded. Throws for bytes that no `pack` made. */
  unpack(data: unknown): ReceivedMessage {
    if (!(data instanceof ArrayBuffer || data instanceof Uint8Array)) return { message: data, key: null };
    const whole = data instanceof Uint8Array ? data : new Uint8Array(data);
    if (whole.length < headBytes) throw new Error('A message of bytes is too short.');
    const jsonLength = new DataView(whole.buffer, whole.byteOffset, whole.byteLength).getUint32(0);
    if (headBytes + jsonLength > whole.length) throw new Error('A message of bytes is cut off.');
    const message = new TextDecoder().decode(whole.subarray(headBytes, headBytes + jsonLength));
    const [key] = message.match(keyPattern) ?? [];
    if (key === undefined) throw new Error('A message of bytes names none.');
    put(this.#incoming, key, whole.subarray(headBytes + jsonLength));
    return { message, key };
  }

  /** Drops the bytes of a message that has been handled, which nobody may have read. */
  discard(key: string): void {
    this.#incoming.delete(key);
  }
}

function put(waiting: Map<string, Uint8Array>, key: string, bytes: Uint8Array): void {
  waiting.set(key, bytes);
  const [oldest] = waiting.keys();
  if (waiting.size > maxWaiting && oldest !== undefined) waiting.delete(oldest);
}
