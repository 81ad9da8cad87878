// What browsers and Node both have (Encoding Standard, Web Cryptography API), as far as it is used here: this folder's types know neither.
declare const TextEncoder: new () => { encode(text: string): Uint8Array<ArrayBuffer> };
declare const TextDecoder: new () => { decode(bytes: Uint8Array): string };
declare const crypto: { randomUUID(): string };

/** Of our own type in oRPC's JSON; its own are below 20 (1.16, StandardRPCJsonSerializer). */
const bytesType = 21;
/** Of a message that has an attachment: the length of its JSON, big-endian, before both. */
const headBytes = 4;
const keyPrefix = 'berth-bytes:';
/** `berth-bytes:` and a random UUID. */
const keyLength = keyPrefix.length + 36;
/** Messages that are under way at once are fewer; one that was never sent must not stay for ever. */
const maxWaiting = 256;

/** What oRPC's links and handlers take as one of `customJsonSerializers`. */
interface BytesSerializer {
  readonly type: number;
  readonly condition: (data: unknown) => boolean;
  readonly serialize: (data: unknown) => string;
  readonly deserialize: (key: unknown) => unknown;
}

/**
 * Carries a `Uint8Array` beside the JSON of its message, as it is. oRPC 1.16 would send it as base64 or as a form; base64 made a page
 * take in a third more, and 0.3 s longer for 50 MiB of output by its trace. One to a message.
 */
export class Attachments {
  /** In the JSON a key stands for the bytes; here are the bytes of messages that are being written or read. */
  readonly #waiting = new Map<string, Uint8Array>();

  readonly serializer: BytesSerializer = {
    type: bytesType,
    condition: (data) => data instanceof Uint8Array,
    serialize: (data) => {
      const key = `${keyPrefix}${crypto.randomUUID()}`;
      this.#put(key, data as Uint8Array);
      return key;
    },
    deserialize: (key) => {
      const bytes = this.#waiting.get(String(key));
      this.#waiting.delete(String(key));
      if (bytes === undefined) throw new Error('A message came without the bytes that belong to it.');
      return bytes;
    },
  };

  /** What goes over the wire for the JSON of a message: itself, or it and the bytes that it speaks of. */
  pack<T>(message: T): T | Uint8Array<ArrayBuffer> {
    if (typeof message !== 'string' || this.#waiting.size === 0) return message;
    const at = message.indexOf(keyPrefix);
    const key = at < 0 ? '' : message.slice(at, at + keyLength);
    const bytes = this.#waiting.get(key);
    if (bytes === undefined) return message;
    this.#waiting.delete(key);
    const json = new TextEncoder().encode(message);
    const whole = new Uint8Array(headBytes + json.length + bytes.length);
    new DataView(whole.buffer).setUint32(0, json.length);
    whole.set(json, headBytes);
    whole.set(bytes, headBytes + json.length);
    return whole;
  }

  /** The JSON of a message that came; its bytes wait for it to be read. Throws for what was not packed so. */
  unpack(data: unknown): unknown {
    if (!(data instanceof ArrayBuffer || data instanceof Uint8Array)) return data;
    const whole = data instanceof Uint8Array ? data : new Uint8Array(data);
    const jsonLength = new DataView(whole.buffer, whole.byteOffset, whole.byteLength).getUint32(0);
    const message = new TextDecoder().decode(whole.subarray(headBytes, headBytes + jsonLength));
    const at = message.indexOf(keyPrefix);
    this.#put(message.slice(at, at + keyLength), whole.subarray(headBytes + jsonLength));
    return message;
  }

  #put(key: string, bytes: Uint8Array): void {
    this.#waiting.set(key, bytes);
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size > maxWaiting && oldest !== undefined) this.#waiting.delete(oldest);
  }
}
