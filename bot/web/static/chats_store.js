/**
 * Conversations as this page knows them, by id; lists are drawn from here.
 */

/** @typedef {"queue" | "mine" | "others" | "bot" | "closed"} Box */

export const BOXES = /** @type {Box[]} */ (["queue", "mine", "others", "bot", "closed"]);

export class Store {
  me = "";
  /** @type {Map<string, {conversation: object, last: object | null, viewers: string[]}>} */
  #known = new Map();
  /** @type {Record<string, string | null>} where each list goes on */
  cursors = {};
  counts = Object.fromEntries(BOXES.map((box) => [box, 0]));
  /** @type {Map<string, object>} colleagues by id */
  people = new Map();
  online = new Set();

  /** A piece of a list has come; the first piece replaces what was known of the list. */
  load(box, reply, first) {
    if (first) {
      const still = new Set(reply.items.map((item) => item.conversation.id));
      for (const [id, item] of this.#known) {
        if (this.boxOf(item.conversation) === box && !still.has(id)) this.#known.delete(id);
      }
    }
    for (const item of reply.items) this.#known.set(item.conversation.id, item);
    this.cursors[box] = reply.cursor;
    this.counts = { ...reply.counts };
  }

  get(id) {
    return this.#known.get(id) ?? null;
  }

  /** @returns {{before: Box | null, after: Box}} from which list to which it has gone */
  state(conversation) {
    const item = this.#known.get(conversation.id);
    const before = item ? this.boxOf(item.conversation) : null;
    const after = this.boxOf(conversation);
    this.#known.set(conversation.id, { last: null, viewers: [], ...item, conversation });
    if (before !== after) {
      if (before) this.counts[before] = Math.max(0, this.counts[before] - 1);
      this.counts[after] += 1;
    }
    return { before, after };
  }

  message(id, message) {
    const item = this.#known.get(id);
    if (!item || message.kind === "event" || message.seq < (item.last?.seq ?? 0)) return;
    item.last = message;
  }

  presence(id, viewers) {
    const item = this.#known.get(id);
    if (item) item.viewers = viewers;
  }

  /** @returns {Box} */
  boxOf(conversation) {
    if (conversation.state === "waiting") return "queue";
    if (conversation.state === "operator") return conversation.operator === this.me ? "mine" : "others";
    return conversation.state;
  }

  /** In the order of the server: who has waited longest first; of others the latest. */
  list(box) {
    const items = [...this.#known.values()].filter((item) => this.boxOf(item.conversation) === box);
    const waits = ({ conversation }) => conversation.owed_since ?? "9999";
    const late = ({ conversation }) => conversation.closed_at ?? conversation.active_at;
    return box === "bot" || box === "closed"
      ? items.sort((a, b) => (late(a) < late(b) ? 1 : -1))
      : items.sort((a, b) => (waits(a) < waits(b) ? -1 : waits(a) > waits(b) ? 1 : a.conversation.id < b.conversation.id ? -1 : 1));
  }

  name(person) {
    return this.people.get(person)?.name ?? "…";
  }
}
