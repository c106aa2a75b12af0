/**
 * The log: messages in the order of their numbers, then what is not sent yet.
 */

import { byId, setText } from "../dom.js";
import { t } from "../texts.js";
import { stored, unsent } from "./message.js";

const NEAR = 80;

export class Thread {
  #log = byId("log");
  #scroll = byId("scroll");
  #newest = byId("newest");
  #on;
  #missed = 0;
  #atEnd = true;
  /** @type {Map<number, object>} */
  #messages = new Map();
  /** @type {string | null} */
  conversation = null;

  /** @param {object} on what the messages' controls do: press, edit, download, retry, drop */
  constructor(on) {
    this.#on = on;
    this.#newest.addEventListener("click", () => this.toEnd());
    this.#scroll.addEventListener("scroll", () => {
      this.#atEnd = this.#nearEnd();
      if (this.#atEnd) this.#missedNone();
    });
    // A keyboard on the screen or the rating takes height away: the last word stays in sight.
    new ResizeObserver(() => this.#atEnd && this.toEnd()).observe(this.#scroll);
  }

  /** Number of the last message, or null. */
  get last() {
    return this.#messages.size ? Math.max(...this.#messages.keys()) : null;
  }

  get first() {
    return this.#messages.size ? Math.min(...this.#messages.keys()) : null;
  }

  /** The customer's own messages, oldest first. */
  get own() {
    return [...this.#messages.values()].filter((message) => message.author === "customer").sort((a, b) => a.seq - b.seq);
  }

  /** Another conversation begins: what belongs to the one before goes. */
  open(conversation) {
    if (conversation === this.conversation) return;
    if (this.conversation !== null) {
      for (const element of this.#log.querySelectorAll("[data-seq]")) element.remove();
      this.#messages.clear();
    }
    this.conversation = conversation;
  }

  /**
   * Show a message, or show it anew.
   *
   * @returns {boolean} whether it was not there before
   */
  put(message) {
    const fresh = !this.#messages.has(message.seq);
    this.#messages.set(message.seq, message);
    if (message.kind === "event" && !message.text) return false;
    const atEnd = this.#nearEnd();
    const element = stored(message, this.#on);
    const there = this.#log.querySelector(`[data-seq="${message.seq}"]`);
    const waiting = message.key ? this.#waiting(message.key) : null;
    if (there) there.replaceWith(element);
    else {
      waiting?.remove();
      this.#before(message.seq, element);
    }
    this.#onlyLastChoices();
    byId("hello").hidden = true;
    if (atEnd || message.author === "customer") this.toEnd();
    else if (fresh) this.#miss();
    return fresh;
  }

  /** Show what is not acknowledged yet, at the end. */
  putUnsent(item) {
    const element = unsent(item, this.#on);
    const there = this.#waiting(item.key);
    if (there) there.replaceWith(element);
    else {
      this.#log.append(element);
      byId("hello").hidden = true;
      this.toEnd();
    }
  }

  dropUnsent(key) {
    this.#waiting(key)?.remove();
  }

  /** Keep the reader's place while older messages come above it. */
  prepend(messages) {
    const height = this.#scroll.scrollHeight - this.#scroll.scrollTop;
    for (const message of messages) {
      if (this.#messages.has(message.seq)) continue;
      this.#messages.set(message.seq, message);
      if (message.kind !== "event" || message.text) this.#before(message.seq, stored(message, this.#on));
    }
    this.#onlyLastChoices();
    this.#scroll.scrollTop = this.#scroll.scrollHeight - height;
  }

  toEnd() {
    this.#scroll.scrollTop = this.#scroll.scrollHeight;
    this.#missedNone();
  }

  /** From now on new messages are read out. */
  announce() {
    this.#log.setAttribute("aria-live", "polite");
  }

  #waiting(key) {
    return this.#log.querySelector(`[data-state][data-key="${CSS.escape(key)}"]`);
  }

  #before(seq, element) {
    const next = [...this.#log.children].find((each) => !each.dataset.seq || Number(each.dataset.seq) > seq);
    this.#log.insertBefore(element, next ?? null);
  }

  /** Buttons hold for the last word only: an older offer is part of history. */
  #onlyLastChoices() {
    const groups = [...this.#log.querySelectorAll(".choices")];
    const last = this.#log.querySelector("article:last-of-type");
    const lastStored = [...this.#log.querySelectorAll("[data-seq]")].at(-1);
    for (const group of groups) group.hidden = !lastStored?.contains(group) || last?.dataset.author === "customer";
  }

  #nearEnd() {
    return this.#scroll.scrollHeight - this.#scroll.scrollTop - this.#scroll.clientHeight < NEAR;
  }

  #miss() {
    this.#missed += 1;
    this.#newest.hidden = false;
    setText(byId("newest-text"), t("chat.unread", { n: this.#missed }));
  }

  #missedNone() {
    this.#missed = 0;
    this.#newest.hidden = true;
  }
}
