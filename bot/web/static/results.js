/**
 * The list of candidates: rows are matched by entry id and keep their elements, so nothing blinks while typing.
 */

import { h, setText } from "./dom.js";
import { segments } from "./marks.js";
import { kindBadge, percent } from "./badges.js";
import { t } from "./texts.js";

export class ResultList {
  #list;
  #field;
  /** @type {Map<string, {node: HTMLElement, shown: string, parts: Record<string, HTMLElement>}>} */
  #rows = new Map();
  #serial = 0;

  /**
   * @param {HTMLElement} list the listbox
   * @param {HTMLElement} field the combobox that owns it
   * @param {(entry: string) => void} onOpen a row was clicked
   */
  constructor(list, field, onOpen) {
    this.#list = list;
    this.#field = field;
    let pressed = null;
    // What was under the finger when it went down is meant, even if the list has changed since.
    list.addEventListener("pointerdown", (event) => {
      pressed = event.target.closest?.("[data-entry]")?.dataset.entry ?? null;
    });
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    list.addEventListener("click", () => {
      if (pressed !== null && getSelection()?.isCollapsed !== false) onOpen(pressed);
    });
  }

  /**
   * @param {import("./choice.js").Choice} choice
   * @param {string | null} open id of the entry on the card
   * @param {boolean} certain confidences are known: the answer was not made from words alone
   */
  show(choice, open, certain) {
    const wanted = new Set(choice.rows.map((row) => row.entry));
    for (const [id, row] of this.#rows) {
      if (wanted.has(id)) continue;
      row.node.remove();
      this.#rows.delete(id);
    }
    let active = null;
    choice.rows.forEach((candidate, index) => {
      const row = this.#rows.get(candidate.entry) ?? this.#create(candidate.entry);
      fill(row, candidate, index, certain);
      const chosen = candidate.entry === choice.chosen;
      if (chosen) active = row.node;
      mark(row.node, "aria-selected", String(chosen));
      mark(row.node, "aria-posinset", String(index + 1));
      mark(row.node, "aria-setsize", String(choice.rows.length));
      row.node.classList.toggle("open", candidate.entry === open);
      const place = this.#list.children[index];
      if (place !== row.node) this.#list.insertBefore(row.node, place ?? null);
    });
    this.#field.setAttribute("aria-expanded", String(choice.rows.length > 0));
    if (active) this.#field.setAttribute("aria-activedescendant", active.id);
    else this.#field.removeAttribute("aria-activedescendant");
  }

  /** Tell whether a better answer to the text as it stands is under way. */
  busy(whether) {
    mark(this.#list, "aria-busy", String(whether));
  }

  /** Bring the chosen row into view. */
  reveal() {
    this.#list.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }

  #create(entry) {
    const parts = {
      number: h("span", { class: "row-number", "aria-hidden": "true" }),
      badges: h("span", { class: "badges" }),
      confidence: h("span", { class: "row-confidence" }),
      title: h("span", { class: "row-title" }),
      excerpt: h("span", { class: "row-excerpt" }),
    };
    const node = h(
      "li",
      { class: "row", role: "option", id: `option-${++this.#serial}`, "data-entry": entry },
      parts.number,
      h(
        "span",
        { class: "row-body" },
        parts.title,
        parts.excerpt,
        h("span", { class: "row-meta" }, parts.badges, parts.confidence),
      ),
    );
    const row = { node, shown: "", parts };
    this.#rows.set(entry, row);
    return row;
  }
}

/** Write what differs from what the row shows already. */
function fill(row, candidate, index, certain) {
  const { parts } = row;
  setText(parts.number, index < 9 ? String(index + 1) : "");
  setText(parts.confidence, certain ? percent(candidate.confidence) : "");
  setText(parts.title, candidate.title);
  const shown = JSON.stringify([candidate.kind, candidate.audience, candidate.excerpt]);
  if (shown === row.shown) return;
  row.shown = shown;
  parts.badges.replaceChildren(
    kindBadge(candidate.kind),
    candidate.audience === "operator" ? h("span", { class: "badge staff" }, t("audience.operator.short")) : "",
  );
  parts.excerpt.replaceChildren(
    ...segments(candidate.excerpt.text, candidate.excerpt.marks).map((run) =>
      run.marked ? h("mark", {}, run.text) : document.createTextNode(run.text),
    ),
  );
}

function mark(node, attribute, value) {
  if (node.getAttribute(attribute) !== value) node.setAttribute(attribute, value);
}
