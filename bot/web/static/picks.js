/**
 * Telling the server which entry was used: the knowledge base learns from it.
 */

import { ApiError, pick } from "./api.js";

const WAITING_LIMIT = 50;
const KNOWN_LIMIT = 20;

/**
 * Reports never hold the operator up: those that find no connection wait, the rest is dropped.
 */
export class Picks {
  /** @type {Map<number, string>} ids that the server gave to the last questions, by version of the text */
  #ids = new Map();
  /** @type {Map<number, Array<[string | null, string]>>} reports on a text whose full answer is under way */
  #early = new Map();
  /** @type {Array<[string, string | null, string]>} */
  #waiting = [];

  /**
   * @param {number} version of the text that was asked
   * @param {string | null} entry
   * @param {"opened" | "copied" | "copied_full" | "none_fitted"} how
   */
  report(version, entry, how) {
    const id = this.#ids.get(version);
    if (id) void this.#send([id, entry, how]);
    else this.#early.set(version, [...(this.#early.get(version) ?? []), [entry, how]]);
  }

  /** The full answer to a text has come: what was reported on it meanwhile has an address now. */
  identify(version, id) {
    const early = this.#early.get(version) ?? [];
    this.#early.clear();
    this.#ids.set(version, id);
    if (this.#ids.size > KNOWN_LIMIT) this.#ids.delete(this.#ids.keys().next().value);
    for (const [entry, how] of early) void this.#send([id, entry, how]);
  }

  /** The connection is back. */
  flush() {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const report of waiting) void this.#send(report);
  }

  async #send(report) {
    try {
      await pick(...report);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.kind === "offline" && this.#waiting.length < WAITING_LIMIT) this.#waiting.push(report);
    }
  }
}
