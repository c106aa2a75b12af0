/**
 * What the card pane holds: a preview of the chosen row, or an entry that was opened, and the way back.
 */

import { ApiError, entry as load } from "./api.js";
import { clearCard, drawCard } from "./card.js";
import { setText } from "./dom.js";
import { plain } from "./richtext.js";
import { t } from "./texts.js";

const KEPT = 60;
const KEPT_MS = 60_000;
/** A stored entry that comes within this time is drawn at once in full, without an intermediate state. */
const PATIENCE_MS = 120;
const FLASH_MS = 1800;

export class CardPane {
  #pane;
  #on;
  /** @type {Map<string, {at: number, entry: Promise<object>}>} */
  #entries = new Map();
  /** @type {Map<string | null, object>} those of them that have come */
  #loaded = new Map();
  /** @type {Map<string, string>} replies of the client on the line; never stored */
  #notes = new Map();
  /** @type {Array<import("./card.js").Shown & {id: string}>} opened one from another; the last is seen */
  #trail = [];
  /** @type {import("./choice.js").Candidate | null} */
  #previewed = null;
  #drawn = "";
  /** @type {number | null} version of the base that the entries are of */
  #version = null;

  /**
   * @param {HTMLElement} pane
   * @param {object} on callbacks: onCopy, onCopyFull, onInsert, onClose, onOpen, onStep, onFollowed, onChange, onFailure
   */
  constructor(pane, on) {
    this.#pane = pane;
    this.#on = on;
  }

  /** Id of the opened entry, or null. */
  get openId() {
    return this.#trail.at(-1)?.id ?? null;
  }

  /** The entry that copying is about: the opened one, else the previewed one. */
  get current() {
    const shown = this.#trail.at(-1);
    if (!shown) return this.#previewed && { id: this.#previewed.entry, speakable: this.#previewed.speakable };
    return { id: shown.id, speakable: (shown.entry ?? shown.candidate)?.speakable ?? null };
  }

  /**
   * Answers come from this version of the base now: entries of another one are not shown as current.
   *
   * @param {number | null} version
   */
  serve(version) {
    if (version === this.#version) return;
    this.#version = version;
    this.#entries.clear();
    this.#loaded.clear();
    this.#drawn = "";
  }

  /**
   * Show what the chosen row is about; the full text follows when it is there.
   *
   * @param {import("./choice.js").Candidate | null} candidate
   * @param {{certain: boolean, answered: boolean}} standing what is known of the candidate
   * @param {boolean} settled the choice will stay for a moment: worth loading
   */
  preview(candidate, standing, settled) {
    this.#previewed = candidate;
    if (this.#trail.length > 0) return;
    const id = candidate?.entry ?? null;
    const entry = this.#loaded.get(id) ?? null;
    const drawn = JSON.stringify([candidate, standing, entry !== null]);
    if (drawn !== this.#drawn) {
      this.#drawn = drawn;
      if (candidate) this.#draw({ id, candidate, entry, state: "preview", ...standing, trouble: null, back: null });
      else clearCard(this.#pane);
    }
    if (!candidate || entry || !settled) return;
    this.#entry(id)
      .then(() => this.#previewed === candidate && this.preview(candidate, standing, false))
      .catch(ignoreApiError); // opening the entry will say what is wrong
  }

  /**
   * @param {string} id
   * @param {import("./choice.js").Candidate | null} candidate
   * @param {boolean} certain
   */
  open(id, candidate, certain) {
    this.#trail = [];
    this.#push(id, candidate, certain, null);
  }

  /** Tell whether the list has gone on to another question than the opened card belongs to. */
  tellOutdated(outdated) {
    const note = this.#pane.querySelector(".outdated");
    if (note) note.hidden = !outdated;
  }

  close() {
    this.#trail = [];
    this.#drawn = "";
    this.#on.onChange();
  }

  /** The conversation is over: what the client said and what was opened is gone. */
  forget() {
    this.#notes.clear();
    this.#trail = [];
    this.#previewed = null;
    this.#drawn = "";
    clearCard(this.#pane);
  }

  /** The whole text of an entry, speakable form or not, as plain text. */
  async fullText(id) {
    return plain((await this.#entry(id)).html ?? "");
  }

  nextNote() {
    const notes = [...this.#pane.querySelectorAll("[data-note]")];
    const next = notes[notes.indexOf(document.activeElement) + 1];
    if (next) next.focus();
    else this.#pane.focus({ preventScroll: true });
  }

  /** Show on the button itself that its text was copied. */
  flash(which) {
    const label = this.#pane.querySelector(`[data-copy="${which}"] span`);
    if (!label || label.parentElement.classList.contains("done")) return;
    const before = label.textContent;
    label.parentElement.classList.add("done");
    setText(label, t("copy.done"));
    setTimeout(() => {
      label.parentElement?.classList.remove("done");
      setText(label, before);
    }, FLASH_MS);
  }

  #push(id, candidate, certain, back) {
    const shown = { id, candidate, entry: null, state: "open", certain, trouble: "loading", back };
    this.#trail.push(shown);
    this.#on.onChange();
    const slow = setTimeout(() => this.#redraw(shown), PATIENCE_MS);
    this.#entry(id)
      .then((entry) => Object.assign(shown, { entry, trouble: null }))
      .catch((error) => {
        if (!(error instanceof ApiError)) throw error;
        shown.trouble = error.kind === "missing" ? "missing" : "failed";
        this.#on.onFailure(error);
      })
      .finally(() => {
        clearTimeout(slow);
        this.#redraw(shown);
      });
  }

  #redraw(shown) {
    if (this.#trail.at(-1) !== shown) return;
    const fresh = this.#pane.querySelector("article")?.dataset.opened !== shown.id;
    this.#draw(shown);
    this.#pane.querySelector("article").dataset.opened = shown.id;
    if (!fresh) return;
    this.#pane.scrollTop = 0;
    this.#pane.focus({ preventScroll: true });
  }

  #draw(shown) {
    drawCard(this.#pane, shown, this.#notes, {
      copy: this.#on.onCopy,
      copyFull: this.#on.onCopyFull,
      insert: this.#on.onInsert,
      close: this.#on.onClose,
      open: this.#on.onOpen,
      step: this.#on.onStep,
      back: () => this.#back(),
      follow: (id) => this.#follow(id),
      retry: () => this.#retry(),
    });
  }

  #follow(id) {
    const from = this.#trail.at(-1);
    const link = from?.entry?.follow_ups?.find((other) => other.id === id);
    this.#push(id, link ? { entry: id, kind: "", title: link.title, speakable: null } : null, false, from?.entry?.title ?? null);
    this.#on.onFollowed(id);
  }

  #back() {
    this.#trail.pop();
    this.#redraw(this.#trail.at(-1));
  }

  #retry() {
    const shown = this.#trail.pop();
    this.#push(shown.id, shown.candidate, shown.certain, shown.back);
  }

  /** One request an entry; it is asked for again after a minute, for the base may have changed. */
  #entry(id) {
    const kept = this.#entries.get(id);
    if (kept && Date.now() - kept.at < KEPT_MS) return kept.entry;
    const entry = load(id);
    this.#entries.set(id, { at: Date.now(), entry });
    entry.then(
      (loaded) => this.#entries.get(id)?.entry === entry && this.#loaded.set(id, loaded),
      () => this.#drop(id),
    );
    if (this.#entries.size > KEPT) this.#drop(this.#entries.keys().next().value);
    return entry;
  }

  #drop(id) {
    this.#entries.delete(id);
    this.#loaded.delete(id);
  }
}

function ignoreApiError(error) {
  if (!(error instanceof ApiError)) throw error;
}
