/**
 * The draft box on the desk: beside the search where there is room, in its place on a phone.
 */

import { copyText } from "./clipboard.js";
import { byId } from "./dom.js";
import { DraftBox } from "./draft_box.js";
import { reply, saveReply } from "./recent.js";
import { t } from "./texts.js";
import { toast } from "./voice.js";

export class DeskDraft {
  #desk = byId("desk");
  #place = byId("draft");
  #button = byId("draft-open");
  #tabs = { search: byId("tab-search"), draft: byId("tab-draft") };
  #on;
  #box;

  /**
   * @param {object} on
   * @param {(error: import("./api.js").ApiError) => void} on.onTrouble the check is off
   * @param {() => void} on.onBack the operator goes back to the search
   */
  constructor(on) {
    const saved = reply();
    this.#on = on;
    this.#box = new DraftBox(this.#place, { onCopy: copied, onTrouble: on.onTrouble, save: saveReply, saved });
    this.#button.addEventListener("click", () => (this.open ? this.#shut() : this.enter()));
    byId("draft-close").addEventListener("click", () => this.#shut());
    this.#tabs.search.addEventListener("click", () => this.showSearch());
    this.#tabs.draft.addEventListener("click", () => this.enter());
    if (this.#box.text !== "") this.#show("open");
  }

  get open() {
    return !this.#place.hidden;
  }

  /** Tell whether an element is within the box. */
  has(element) {
    return this.#place.contains(element);
  }

  /** Open the box and put the caret into it. */
  enter() {
    this.#show("front");
    this.#box.focus();
  }

  /** Go back to the search; the box stays where there is room for both. */
  leave() {
    this.showSearch();
    this.#on.onBack();
  }

  /** On a phone the search comes to the front again. */
  showSearch() {
    if (this.open) this.#show("open");
  }

  /**
   * @param {string} text
   * @param {string} entry that the text is from
   */
  insert(text, entry) {
    this.#show("front");
    this.#box.insert(text, { entry });
  }

  #shut() {
    this.#show("closed");
    this.#on.onBack();
  }

  /** @param {"closed" | "open" | "front"} state open behind the search, or before it; they differ on a phone only */
  #show(state) {
    this.#desk.dataset.draft = state;
    this.#place.hidden = state === "closed";
    this.#button.setAttribute("aria-expanded", String(this.open));
    this.#tabs.draft.setAttribute("aria-pressed", String(state === "front"));
    this.#tabs.search.setAttribute("aria-pressed", String(state !== "front"));
  }
}

async function copied(text) {
  const done = await copyText(text);
  toast(t(done ? "copy.done" : "copy.failed"), done ? "done" : "trouble");
  return done;
}
