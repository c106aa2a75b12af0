/**
 * The text area and the sheet behind it that carries the underlines.
 *
 * The area is a plain one: caret, undo, spell-checking and input methods are the browser's. The sheet holds the same
 * text, unseen, in the same type, and follows its scrolling.
 */

import { h } from "./dom.js";
import { editBetween } from "./draft_text.js";

const WEIGHT = { suggestion: 0, warning: 1, error: 2, slot: 3 };

export class Paper {
  #sheet;
  #text = "";
  #drawn = "";
  #on;
  /** The area itself. */
  area;
  /** What holds both. */
  element;

  /**
   * @param {Record<string, string>} attributes of the area
   * @param {object} on
   * @param {(edit: import("./draft_text.js").Edit, before: string) => void} on.edit the text has changed
   */
  constructor(attributes, on) {
    this.#on = on;
    this.#sheet = h("div", { class: "draft-sheet", "aria-hidden": "true" });
    this.area = /** @type {HTMLTextAreaElement} */ (h("textarea", { class: "draft-area", ...attributes }));
    this.element = h("div", { class: "draft-paper" }, this.#sheet, this.area);
    this.area.addEventListener("input", () => this.#changed());
    this.area.addEventListener("scroll", () => this.#follow(), { passive: true });
    new ResizeObserver(() => this.#follow()).observe(this.area);
  }

  get text() {
    return this.#text;
  }

  /** Where the caret stands: the end of the selection that moves. */
  get caret() {
    return this.area.selectionDirection === "backward" ? this.area.selectionStart : this.area.selectionEnd;
  }

  /** Start over with a text: the browser's own history of changes ends here. */
  load(text) {
    this.area.value = text;
    this.#text = this.area.value;
  }

  /**
   * Put a text in place of another as if it had been typed, so that Ctrl+Z takes it back.
   *
   * @param {import("./draft_text.js").Edit} edit
   */
  write(edit) {
    this.area.focus({ preventScroll: true });
    this.area.setSelectionRange(edit.start, edit.end);
    if (edit.start === edit.end && edit.text === "") return;
    const done = edit.text === "" ? document.execCommand("delete") : document.execCommand("insertText", false, edit.text);
    // A browser that refuses the command loses the step back, not the change.
    if (!done) this.area.setRangeText(edit.text, edit.start, edit.end, "end");
    this.#changed();
  }

  /** Select a place of the text and bring it into view. */
  select({ start, end }) {
    this.area.focus({ preventScroll: true });
    this.area.setSelectionRange(start, end);
    this.element.scrollIntoView({ block: "nearest" });
    const line = parseFloat(getComputedStyle(this.area).lineHeight);
    const mark = [...this.#sheet.children].find((run) => Number(run.dataset.start) <= start && start < Number(run.dataset.end));
    if (!mark) return;
    const top = mark.offsetTop;
    const { scrollTop, clientHeight } = this.area;
    if (top < scrollTop || top + 2 * line > scrollTop + clientHeight) this.area.scrollTop = Math.max(0, top - line);
  }

  /**
   * Draw the underlines; where several lie on the same words the gravest is seen.
   *
   * @param {Array<{start: number, end: number, severity: "error" | "warning" | "suggestion" | "slot", decided?: boolean}>} marks
   * @param {{start: number, end: number} | null} active
   */
  underline(marks, active) {
    const drawn = JSON.stringify([this.#text, marks.map((mark) => [mark.start, mark.end, mark.severity, mark.decided]), active && [active.start, active.end]]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const cuts = new Set([0, this.#text.length]);
    for (const mark of marks) cuts.add(mark.start).add(mark.end);
    const places = [...cuts].filter((at) => at <= this.#text.length).sort((a, b) => a - b);
    const runs = [];
    for (let at = 0; at + 1 < places.length; at += 1) {
      const [start, end] = [places[at], places[at + 1]];
      const here = marks.filter((mark) => mark.start <= start && end <= mark.end);
      const worst = here.sort((a, b) => WEIGHT[b.severity] - WEIGHT[a.severity])[0];
      const words = this.#text.slice(start, end);
      runs.push(
        worst
          ? h("span", {
              class: "draft-mark",
              "data-severity": worst.severity,
              "data-decided": worst.decided === true,
              "data-active": active !== null && active.start <= start && end <= active.end,
              "data-start": start,
              "data-end": end,
            }, words)
          : words,
      );
    }
    // A last line break counts for a line in an area and not in a block.
    this.#sheet.replaceChildren(...runs, "\n");
    this.#follow();
  }

  #changed() {
    const before = this.#text;
    const after = this.area.value;
    if (after === before) return;
    this.#text = after;
    this.#on.edit(editBetween(before, after, this.area.selectionEnd), before);
    this.#follow();
  }

  #follow() {
    if (this.#sheet.scrollTop !== this.area.scrollTop) this.#sheet.scrollTop = this.area.scrollTop;
  }
}
