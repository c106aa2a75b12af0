/**
 * What may be sent and what may be shown when answers overtake one another.
 */

/** How much an answer knows: the same text answered by meaning outranks it answered by words. */
export const RANK = { words: 0, full: 1 };

/**
 * Lets answers through in the order of their questions only: what is older than what is shown is late.
 */
export class Order {
  #version = 0;
  #rank = -1;

  /**
   * Tell whether this answer may be shown, and remember it if so.
   *
   * @param {number} version number of the text that was asked
   * @param {number} rank one of RANK
   * @returns {boolean}
   */
  admits(version, rank) {
    const late = version < this.#version || (version === this.#version && rank <= this.#rank);
    if (late) return false;
    this.#version = version;
    this.#rank = rank;
    return true;
  }

  /** Refuse every answer to a text before `version`: the operator has started anew. */
  forget(version) {
    this.#version = version;
    this.#rank = -1;
  }
}

/**
 * One request in flight; of those that come meanwhile only the newest is sent after it.
 *
 * @template T
 */
export class Lane {
  #send;
  #busy = false;
  /** @type {{item: T} | null} */
  #next = null;

  /** @param {(item: T) => Promise<void>} send must handle its own failures */
  constructor(send) {
    this.#send = send;
  }

  /** @param {T} item */
  async push(item) {
    this.#next = { item };
    if (this.#busy) return;
    this.#busy = true;
    try {
      while (this.#next) {
        const { item: newest } = this.#next;
        this.#next = null;
        await this.#send(newest);
      }
    } finally {
      this.#busy = false;
    }
  }

  /** Forget what waits; what is in flight goes on. */
  clear() {
    this.#next = null;
  }
}

/**
 * Waiting times between attempts: doubling, bounded, with jitter so that a floor of desks does not return at once.
 *
 * @param {number} attempt counted from 0
 * @param {number} [random] in [0, 1)
 * @returns {number} milliseconds
 */
export function backoff(attempt, random = Math.random()) {
  const longest = Math.min(15_000, 1000 * 2 ** attempt);
  return Math.round(longest * (0.7 + 0.3 * random));
}
