/**
 * «Ask first»: leading questions in order, each with room for the client's reply.
 */

import { h } from "./dom.js";
import { t } from "./texts.js";

/**
 * Replies are kept by slot: what is known of the client already is filled in on the next card too.
 *
 * @param {Array<{slot: string, question: string}>} questions
 * @param {Map<string, string>} notes
 */
export function questionsToAsk(questions, notes) {
  return h(
    "section",
    { class: "ask-block", "aria-labelledby": "ask-label" },
    h("h3", { id: "ask-label" }, t("card.ask_first")),
    h("ol", {}, ...questions.map((question, index) => line(question, index, notes))),
    h("p", { class: "small" }, t("card.notes_privacy")),
  );
}

function line({ slot, question }, index, notes) {
  const id = `asked-${index}`;
  const done = h("input", { type: "checkbox", id });
  const note = h("input", {
    type: "text",
    class: "note",
    "data-note": true,
    autocomplete: "off",
    maxlength: 200,
    placeholder: t("card.note"),
    "aria-label": `${t("card.note")}: ${question}`,
  });
  note.value = notes.get(slot) ?? "";
  done.checked = notes.has(slot);
  const item = h("li", {}, h("span", { class: "asked" }, done, h("label", { for: id }, question)), note);
  item.classList.toggle("done", done.checked);
  done.addEventListener("change", () => {
    if (done.checked) notes.set(slot, note.value);
    else notes.delete(slot);
    item.classList.toggle("done", done.checked);
  });
  note.addEventListener("input", () => {
    done.checked = note.value.trim() !== "";
    if (done.checked) notes.set(slot, note.value);
    else notes.delete(slot);
    item.classList.toggle("done", done.checked);
  });
  return item;
}
