/**
 * What is known of the client: one line, four fields, kept with the draft and no longer.
 */

import { h, setText } from "./dom.js";
import { t } from "./texts.js";

/** Fields by the names that the check knows them under; lengths are the server's. */
const FIELDS = [
  { name: "client_name", type: "text", length: 80 },
  { name: "local_time", type: "time", length: 5 },
  { name: "order", type: "text", length: 60 },
  { name: "sla", type: "text", length: 80 },
];

export class Facts {
  #inputs = new Map();
  #summary = h("span", { class: "draft-known" });
  element;

  /**
   * @param {string} prefix of the ids
   * @param {() => void} onChange
   */
  constructor(prefix, onChange) {
    const fields = FIELDS.map(({ name, type, length }) => {
      const id = `${prefix}-${name}`;
      const input = h("input", {
        id,
        type,
        maxlength: type === "text" ? length : null,
        autocomplete: "off",
        spellcheck: "false",
        placeholder: type === "text" ? t(`draft.fact.${name}.example`) : null,
        oninput: () => {
          this.#sum();
          onChange();
        },
      });
      this.#inputs.set(name, input);
      return h("p", { class: "draft-fact" }, h("label", { for: id }, t(`draft.fact.${name}`)), input);
    });
    this.element = h(
      "details",
      { class: "draft-facts" },
      h("summary", {}, h("span", { class: "draft-facts-name" }, t("draft.facts")), " ", this.#summary),
      h("div", { class: "draft-facts-fields" }, ...fields),
    );
    this.#sum();
  }

  /** @returns {Record<string, string>} those that are known */
  get values() {
    const known = [...this.#inputs].map(([name, input]) => [name, input.value.trim()]);
    return Object.fromEntries(known.filter(([, value]) => value !== ""));
  }

  set values(values) {
    for (const [name, input] of this.#inputs) input.value = typeof values?.[name] === "string" ? values[name] : "";
    this.#sum();
  }

  #sum() {
    const known = Object.values(this.values);
    setText(this.#summary, known.length > 0 ? known.join(" · ") : t("draft.facts.none"));
  }
}
