/**
 * What the customer has written and the server has not acknowledged: kept over a reload, sent in order, once.
 */

import { LinkError } from "./link.js";
import { names, recall, remember } from "./memory.js";

const PREFIX = "out.";

/**
 * @typedef {object} Unsent
 * @property {string} key the same at every attempt: the server stores it once
 * @property {"message" | "person"} type
 * @property {number} at when it was written
 * @property {string} text
 * @property {{id: string, name: string, size: number}[]} files
 * @property {{seq: number, index: number} | null} pressed
 * @property {"queued" | "sending" | "failed"} state
 * @property {string} [reason] why it failed
 */

export class Outbox {
  #link;
  #on;
  #busy = false;
  /** @type {Map<string, Unsent>} in the order of writing */
  #items = new Map();

  /**
   * @param {import("./link.js").Link} link
   * @param {object} on
   * @param {(item: Unsent) => void} on.changed it is new, or has another state
   * @param {(item: Unsent, reply: any) => void} on.stored
   */
  constructor(link, on) {
    this.#link = link;
    this.#on = on;
    const kept = names(PREFIX).map((name) => /** @type {Unsent} */ (recall(name)));
    for (const item of kept.filter((each) => each?.key).sort((a, b) => a.at - b.at)) {
      this.#items.set(item.key, { ...item, state: item.state === "failed" ? "failed" : "queued" });
    }
  }

  get items() {
    return [...this.#items.values()];
  }

  /** @param {Partial<Unsent>} fields */
  add(fields) {
    const item = {
      key: crypto.randomUUID?.() ?? fallbackKey(),
      type: "message",
      at: Date.now(),
      text: "",
      files: [],
      pressed: null,
      state: "queued",
      ...fields,
    };
    this.#items.set(item.key, item);
    this.#keep(item);
    void this.flush();
  }

  /** @param {string} key */
  retry(key) {
    const item = this.#items.get(key);
    if (!item) return;
    item.state = "queued";
    this.#keep(item);
    void this.flush();
  }

  /** It arrived by another way, or is not wanted any more. @param {string} key */
  drop(key) {
    this.#items.delete(key);
    remember(PREFIX + key, null);
  }

  /** Send what waits, one after another: order is the order of writing. */
  async flush() {
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (let item = this.#next(); item && this.#link.up; item = this.#next()) await this.#send(item);
    } finally {
      this.#busy = false;
    }
  }

  #next() {
    return this.items.find((item) => item.state === "queued");
  }

  async #send(item) {
    item.state = "sending";
    this.#on.changed(item);
    try {
      const reply =
        item.type === "person"
          ? await this.#link.call("person")
          : await this.#link.call("message", {
              key: item.key,
              text: item.pressed ? "" : item.text,
              files: item.files.map((file) => file.id),
              ...(item.pressed ? { pressed: item.pressed } : {}),
            });
      this.drop(item.key);
      this.#on.stored(item, reply);
    } catch (error) {
      if (!(error instanceof LinkError)) throw error;
      item.state = error.lost || error.retryAfter ? "queued" : "failed";
      item.reason = error.message;
      this.#keep(item);
      if (error.retryAfter) await new Promise((resolve) => setTimeout(resolve, error.retryAfter * 1000));
      else if (error.lost && this.#link.up) await new Promise((resolve) => setTimeout(resolve, 2000));
    }
  }

  #keep(item) {
    if (this.#items.has(item.key)) {
      remember(PREFIX + item.key, item);
      this.#on.changed(item);
    }
  }
}

/** On plain http other than localhost there is no `randomUUID`. */
function fallbackKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
