/**
 * Asking while the operator types: words at every keystroke, meaning at every pause, late answers dropped.
 */

import { ask, ApiError } from "./api.js";
import { Lane, Order, RANK } from "./sequence.js";

const PAUSE_MS = 120;

/**
 * @typedef {object} Asked
 * @property {string} text
 * @property {number} version grows with every change of the text
 */

export class Search {
  #asked = /** @type {Asked} */ ({ text: "", version: 0 });
  #order = new Order();
  #words = new Lane((asked) => this.#send(asked, "words"));
  #pause = 0;
  #full = /** @type {AbortController | null} */ (null);
  #settled = -1;
  #on;

  /**
   * @param {object} on
   * @param {(answer: object, asked: Asked, mode: "words" | "full") => void} on.answer an answer to show
   * @param {(error: ApiError, asked: Asked, mode: "words" | "full") => void} on.failure
   */
  constructor(on) {
    this.#on = on;
  }

  get asked() {
    return this.#asked;
  }

  /** Tell whether the text as it stands has had its full answer. */
  get settled() {
    return this.#settled === this.#asked.version;
  }

  /** The text has changed by a keystroke. */
  type(text) {
    this.#change(text);
    if (text === "") return;
    void this.#words.push(this.#asked);
    this.#pause = setTimeout(() => this.now(), PAUSE_MS);
  }

  /** Ask for the full answer at once; the one that is under way for an older text is given up. */
  now() {
    clearTimeout(this.#pause);
    if (this.#asked.text === "") return;
    this.#full?.abort();
    this.#full = new AbortController();
    void this.#send(this.#asked, "full", this.#full.signal);
  }

  /** Ask the same text again, as after a lost connection. */
  again() {
    this.#change(this.#asked.text);
    this.now();
  }

  /** Forget the text and every answer to it. */
  reset() {
    this.#change("");
    this.#order.forget(this.#asked.version);
  }

  #change(text) {
    clearTimeout(this.#pause);
    this.#words.clear();
    this.#asked = { text, version: this.#asked.version + 1 };
  }

  /** @param {Asked} asked */
  async #send(asked, mode, signal) {
    let answer;
    try {
      answer = await ask(asked.text, mode, signal);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.kind !== "stale") this.#on.failure(error, asked, mode);
      return;
    }
    if (!this.#order.admits(asked.version, RANK[mode])) return;
    if (mode === "full") this.#settled = asked.version;
    this.#on.answer(answer, asked, mode);
  }
}
