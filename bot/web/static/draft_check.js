/**
 * Checking while the consultant types: at every short pause by rules, at a long one by meaning; late replies dropped.
 */

import { ApiError, checkDraft } from "./api.js";
import { backoff } from "./sequence.js";

const PAUSE_MS = 60;
const SETTLE_MS = 1000;
const LOADING_MS = 1500;

/**
 * @typedef {object} Asked
 * @property {number} version grows with every change of the text or of what is known of the client
 * @property {boolean} settled
 */

export class DraftCheck {
  #on;
  #version = 0;
  #pause = 0;
  #settle = 0;
  #retry = 0;
  #attempt = 0;
  /** @type {AbortController | null} */
  #flight = null;
  #had = { version: -1, settled: false };

  /**
   * @param {object} on
   * @param {() => object | null} on.request the body of a request as things stand, null where there is nothing to check
   * @param {(report: object, asked: Asked) => void} on.report a report on the text as it stands
   * @param {(error: ApiError) => void} on.failure the check is off for now
   */
  constructor(on) {
    this.#on = on;
    addEventListener("online", () => this.#again());
    addEventListener("focus", () => this.#again());
  }

  /** Tell whether the text as it stands has been checked, and by meaning too if that is asked for. */
  isDone(settled = false) {
    return this.#had.version === this.#version && (this.#had.settled || !settled);
  }

  /** The text has changed. */
  changed() {
    this.#version += 1;
    this.#cancel();
    if (this.#on.request() === null) return;
    this.#pause = setTimeout(() => void this.#send(false), PAUSE_MS);
    this.#settle = setTimeout(() => void this.#send(true), SETTLE_MS);
  }

  /**
   * Check at once, unless the text as it stands has been checked already.
   *
   * @param {boolean} settled
   * @returns {Promise<boolean>} whether a report on the text as it stands is there now
   */
  async now(settled) {
    if (this.isDone(settled)) return true;
    if (this.#on.request() === null) return false;
    clearTimeout(this.#pause);
    if (settled) clearTimeout(this.#settle);
    return this.#send(settled);
  }

  /** @returns {Promise<boolean>} */
  async #send(settled) {
    const asked = { version: this.#version, settled };
    this.#flight?.abort();
    const flight = new AbortController();
    this.#flight = flight;
    let report;
    try {
      report = await checkDraft({ ...this.#on.request(), settled }, flight.signal);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.kind !== "stale" && asked.version === this.#version) this.#failed(error);
      return false;
    }
    if (asked.version !== this.#version) return false;
    this.#attempt = 0;
    if (!this.isDone(true)) this.#had = asked;
    this.#on.report(report, asked);
    return true;
  }

  #failed(error) {
    clearTimeout(this.#settle);
    this.#on.failure(error);
    if (error.kind === "session" || error.kind === "refused" || error.kind === "large") return;
    const wait = error.code === "checker-loading" ? LOADING_MS : error.retryAfter > 0 ? error.retryAfter * 1000 : backoff(this.#attempt++);
    this.#retry = setTimeout(() => this.#again(), wait);
  }

  /** What has failed is tried once more; what is done or under way is left alone. */
  #again() {
    if (this.#version === 0 || this.isDone() || this.#on.request() === null) return;
    clearTimeout(this.#retry);
    void this.#send(false).then((done) => {
      if (done) this.#settle = setTimeout(() => void this.#send(true), SETTLE_MS);
    });
  }

  #cancel() {
    clearTimeout(this.#pause);
    clearTimeout(this.#settle);
    clearTimeout(this.#retry);
    this.#flight?.abort();
  }
}
