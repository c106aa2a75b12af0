/**
 * Replies and notes on their way: kept until the server has them on disk, sent again under the same key.
 */

import { ApiError } from "./api.js";
import { note, reply } from "./chats_api.js";
import { keep, recall } from "./chats_memory.js";
import { backoff } from "./sequence.js";

/**
 * @typedef {object} Parcel
 * @property {string} conversation
 * @property {"reply" | "note"} what
 * @property {{text: string, client_key: string}} body
 * @property {string} [refused] why the server did not take it
 */

export class Outbox {
  #on;
  /** @type {Parcel[]} */
  #parcels;
  #busy = false;
  #attempt = 0;
  #retry = 0;

  /**
   * @param {object} on
   * @param {(parcel: Parcel, message: object) => void} on.stored
   * @param {(parcel: Parcel, error: ApiError) => void} on.refused it will not be sent again by itself
   * @param {() => void} on.change
   */
  constructor(on) {
    this.#on = on;
    const kept = recall("outbox");
    this.#parcels = Array.isArray(kept) ? kept : [];
    void this.flush();
  }

  /** What is on its way in a conversation, in order. */
  of(conversation) {
    return this.#parcels.filter((parcel) => parcel.conversation === conversation);
  }

  /**
   * @param {string} conversation
   * @param {"reply" | "note"} what
   * @param {object} body
   */
  add(conversation, what, body) {
    this.#parcels.push({ conversation, what, body: { ...body, client_key: crypto.getRandomValues(new Uint32Array(4)).join("-") } });
    this.#changed();
    void this.flush();
  }

  remove(parcel) {
    this.#parcels = this.#parcels.filter((other) => other !== parcel);
    this.#changed();
  }

  /** Send what waits, one after another, so that nothing overtakes. */
  async flush() {
    clearTimeout(this.#retry);
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (;;) {
        const parcel = this.#parcels.find((one) => !one.refused);
        if (!parcel || !(await this.#send(parcel))) return;
      }
    } finally {
      this.#busy = false;
    }
  }

  async #send(parcel) {
    try {
      const message = await (parcel.what === "note" ? note : reply)(parcel.conversation, parcel.body);
      this.#attempt = 0;
      this.remove(parcel);
      this.#on.stored(parcel, message);
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (["offline", "server", "limited", "session"].includes(error.kind)) {
        this.#retry = setTimeout(() => void this.flush(), error.retryAfter * 1000 || backoff(this.#attempt++));
        return false;
      }
      parcel.refused = error.detail || error.code;
      this.#changed();
      this.#on.refused(parcel, error);
      return true;
    }
  }

  #changed() {
    keep("outbox", this.#parcels);
    this.#on.change();
  }
}
