/**
 * The card: one entry, large enough to be read aloud while the client listens.
 */

import { audienceBadge, confidenceBar, kindBadge } from "./badges.js";
import { facts } from "./card_facts.js";
import { questionsToAsk } from "./card_questions.js";
import { h, kbd } from "./dom.js";
import { rich } from "./richtext.js";
import { known, t } from "./texts.js";

/**
 * @typedef {object} Shown what the card is drawn from
 * @property {import("./choice.js").Candidate | null} candidate as found, if it came from the list
 * @property {object | null} entry as stored, once it has been loaded
 * @property {"preview" | "open"} state
 * @property {boolean} certain whether the candidate's confidence is known
 * @property {boolean} [answered] whether the question has a ready answer at all
 * @property {"loading" | "failed" | "missing" | null} trouble
 * @property {string | null} back title of the entry that this one was opened from
 *
 * @typedef {object} CardActions
 * @property {() => void} copy
 * @property {() => void} copyFull
 * @property {() => void} insert puts the speakable form into the draft
 * @property {() => void} close
 * @property {() => void} open
 * @property {() => void} back
 * @property {() => void} retry
 * @property {(by: number) => void} step
 * @property {(entry: string) => void} follow
 */

/**
 * Draw the card anew.
 *
 * @param {HTMLElement} pane
 * @param {Shown} shown
 * @param {Map<string, string>} notes the client's replies to leading questions, by slot
 * @param {CardActions} actions
 */
export function drawCard(pane, shown, notes, actions) {
  const item = shown.entry ?? shown.candidate;
  const open = shown.state === "open";
  const kind = item?.kind ?? "";
  pane.replaceChildren(
    h(
      "article",
      { class: `card ${shown.state}`, "aria-labelledby": "card-title", "data-kind": kind, "data-shown": item?.entry ?? item?.id },
      open ? toolbar(shown, actions) : previewBar(shown, actions),
      open && h("p", { class: "outdated", hidden: true }, t("card.outdated")),
      head(shown, item),
      kind !== "script" && known(`caution.${kind}`) && h("p", { class: "caution", "data-kind": kind }, t(`caution.${kind}`)),
      shown.entry?.ask_first?.length > 0 && questionsToAsk(shown.entry.ask_first, notes),
      item?.speakable && speakable(item.speakable, actions),
      open || shown.entry ? body(shown, item, actions) : glimpse(item),
    ),
  );
}

/** Empty the pane and say what will be seen there. */
export function clearCard(pane) {
  pane.replaceChildren();
}

function toolbar(shown, actions) {
  return h(
    "div",
    { class: "card-bar" },
    h("button", { type: "button", class: "quiet close", onclick: actions.close }, "←", " ", t("card.close"), kbd("Esc")),
    shown.back &&
      h("button", { type: "button", class: "quiet back", onclick: actions.back }, t("card.back", { title: shown.back })),
    h(
      "span",
      { class: "steps" },
      h("button", { type: "button", class: "quiet step", "aria-label": t("card.previous"), title: `${t("card.previous")} (Alt+↑)`, onclick: () => actions.step(-1) }, "↑"),
      h("button", { type: "button", class: "quiet step", "aria-label": t("card.next"), title: `${t("card.next")} (Alt+↓)`, onclick: () => actions.step(1) }, "↓"),
    ),
  );
}

function previewBar({ answered }, actions) {
  return h(
    "div",
    { class: "card-bar" },
    h("span", { class: answered ? "card-state" : "card-state doubtful" }, t(answered ? "card.preview" : "card.nearest")),
    h("button", { type: "button", class: "quiet", onclick: actions.open }, t("card.open"), kbd("Enter")),
  );
}

function head(shown, item) {
  return h(
    "header",
    { class: "card-head" },
    h(
      "div",
      { class: "badges" },
      kindBadge(item?.kind ?? ""),
      item?.audience && audienceBadge(item.audience),
      shown.entry?.status && shown.entry.status !== "approved" && h("span", { class: "badge warn" }, t(`status.${shown.entry.status}`)),
      shown.entry?.valid === false && h("span", { class: "badge warn" }, t("card.invalid")),
      shown.entry?.sample && h("span", { class: "badge" }, t("card.sample")),
    ),
    h("h2", { id: "card-title" }, item?.title ?? ""),
    shown.certain && shown.candidate && confidenceBar(shown.candidate.confidence),
  );
}

function speakable(text, actions) {
  return h(
    "section",
    { class: "say-block", "aria-labelledby": "say-label" },
    h(
      "div",
      { class: "block-head" },
      h("h3", { id: "say-label" }, t("card.to_client")),
      h(
        "span",
        { class: "say-actions" },
        h("button", { type: "button", class: "quiet", "data-insert": true, title: "Alt+Enter", onclick: actions.insert }, t("draft.insert")),
        h("button", { type: "button", class: "primary", "data-copy": "speakable", onclick: actions.copy }, h("span", {}, t("copy.speakable")), kbd("Ctrl", "Enter")),
      ),
    ),
    h("p", { class: "speakable" }, text),
  );
}

/** What is known of an entry without a speakable form before its text has come. */
function glimpse(item) {
  return item && !item.speakable && h("section", { class: "text-block" }, h("p", { class: "prose" }, item.excerpt.text));
}

function body(shown, item, actions) {
  if (shown.trouble === "loading") return h("p", { class: "loading" }, t("card.loading"));
  if (shown.trouble) {
    return h(
      "div",
      { class: "trouble", role: "alert" },
      h("p", {}, t(`card.${shown.trouble}`)),
      shown.trouble === "failed" && h("button", { type: "button", onclick: actions.retry }, t("retry")),
    );
  }
  const prose = h("div", { class: "prose" }, rich(shown.entry.html ?? ""));
  return h(
    "div",
    {},
    h(
      "section",
      { class: "text-block", "aria-labelledby": "text-label" },
      h(
        "div",
        { class: "block-head" },
        h("h3", { id: "text-label" }, t(item.kind === "script" && item.speakable ? "card.full" : "card.text")),
        h("button", { type: "button", "data-copy": "full", onclick: actions.copyFull }, h("span", {}, t("copy.full")), kbd("Ctrl", "Shift", "Enter")),
      ),
      prose,
    ),
    shown.entry.follow_ups?.length > 0 && followUps(shown.entry.follow_ups, actions),
    facts(shown.entry),
  );
}

function followUps(links, actions) {
  return h(
    "section",
    { class: "follow-block", "aria-labelledby": "follow-label" },
    h("h3", { id: "follow-label" }, t("card.follow_ups")),
    h(
      "ul",
      {},
      ...links.map((link) =>
        h("li", {}, h("button", { type: "button", class: "link", onclick: () => actions.follow(link.id) }, link.title)),
      ),
    ),
  );
}
