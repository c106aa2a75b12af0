/**
 * The operator desk: puts the parts together and carries out commands.
 */

import { ApiError } from "./api.js";
import { CardPane } from "./card_pane.js";
import { arrive, choose, chosenRow, move, NOTHING, released } from "./choice.js";
import { copyText } from "./clipboard.js";
import { Connection } from "./connection.js";
import { DeskDraft } from "./desk_draft.js";
import { byId } from "./dom.js";
import { command } from "./keyboard.js";
import { Picks } from "./picks.js";
import { draft, forget, forgetRecent, recent, remember, saveDraft } from "./recent.js";
import { ResultList } from "./results.js";
import { Search } from "./search.js";
import { drawRecent } from "./start.js";
import { Summary } from "./summary.js";
import { plural, t } from "./texts.js";
import { announce, toast } from "./voice.js";

const field = /** @type {HTMLInputElement} */ (byId("question"));
const sheet = /** @type {HTMLDialogElement} */ (byId("shortcuts"));
const desk = byId("desk");

/** Below these widths the card takes the place of the list; the style sheets use the same figures. */
const narrow = matchMedia("(width < 900px)");
const narrowWithDraft = matchMedia("(width < 1500px)");
const touch = matchMedia("(pointer: coarse)");

/** How long Enter waits for the full answer before it opens what is seen. */
const IMPATIENCE_MS = 700;

let choice = NOTHING;
/** The question that the list answers, and the one that the card was opened for. */
let listed = { version: 0, text: "" };
let opened = listed;
let certain = false;
/** Whether the last full answer was good enough: a guess is never previewed as an answer. */
let answered = true;
/** Enter was pressed before the answer came: open its best entry then. */
let openWhenAnswered = false;

const picks = new Picks();
const summary = new Summary({ onHold: () => void copy(t("hold.phrase"), null, null) });
const results = new ResultList(byId("results"), field, (entry) => {
  choice = choose(choice, entry);
  openChosen();
});
const pane = new CardPane(byId("card"), {
  onCopy: copySpeakable,
  onCopyFull: copyFull,
  onInsert: insertIntoDraft,
  onClose: () => close(),
  onOpen: openChosen,
  onStep: step,
  onFollowed: (entry) => report(entry, "opened"),
  onChange: showPanes,
  onFailure: (error) => connection.failed(error),
});
const search = new Search({ answer: showAnswer, failure: showFailure });
const connection = new Connection(byId("banner"), {
  back: () => {
    picks.flush();
    if (search.asked.text === "") return false;
    search.again();
    return true;
  },
});

const reply = new DeskDraft({
  onTrouble: (error) => error.kind === "session" && connection.failed(error),
  onBack: () => (pane.openId ? byId("card") : field).focus({ preventScroll: true }),
});

/** Tell whether list and card are seen one at a time. */
function oneAtATime() {
  return narrow.matches || (reply.open && narrowWithDraft.matches);
}

function showAnswer(answer, asked, mode) {
  listed = asked;
  connection.answered(mode === "full" ? answer.words_only : null);
  pane.serve(answer.kb_version);
  if (mode === "full" && answer.question_id) picks.identify(asked.version, answer.question_id);
  // No words matched: what is listed stays until the full answer decides.
  if (mode === "words" && answer.candidates.length === 0) return;
  certain = mode === "full" && !answer.words_only;
  choice = arrive(choice, answer.candidates);
  if (mode === "full") answered = answer.answered;
  if (mode === "full" && asked.version === search.asked.version) results.busy(false);
  show(mode === "full");
  if (mode !== "full") return;
  summary.show(answer);
  const best = choice.rows[0];
  announce(best ? `${plural("found", choice.rows.length)}. ${t("found.best", { title: best.title })}` : t("found.nothing"));
  if (openWhenAnswered && asked.version === search.asked.version) {
    openWhenAnswered = false;
    if (answer.answered) openChosen();
  }
}

function showFailure(error, asked, mode) {
  if (mode === "words" && error.kind === "limited") return; // the full question follows and says so
  if (asked.version === search.asked.version) {
    results.busy(false);
    openWhatIsSeen();
  }
  connection.failed(error);
}

/** Draw the list and, beside it, what its chosen row is about. */
function show(settled = true) {
  results.show(choice, pane.openId, certain);
  pane.preview(chosenRow(choice), { certain, answered }, settled);
  pane.tellOutdated(opened.text !== listed.text);
  showPanes();
}

/** Which parts of the page are seen: the start, the list, the card. */
function showPanes() {
  const state = pane.openId ? "card" : search.asked.text === "" ? "start" : "list";
  if (desk.dataset.view !== state) desk.dataset.view = state;
}

function typed() {
  const text = field.value.trim();
  saveDraft(field.value);
  byId("clear").hidden = field.value === "";
  if (text === search.asked.text) return;
  openWhenAnswered = false;
  choice = released(choice);
  if (text === "") reset();
  else {
    results.busy(true);
    search.type(text);
  }
  showPanes();
}

function reset() {
  search.reset();
  choice = NOTHING;
  certain = false;
  listed = search.asked;
  results.busy(false);
  summary.clear();
  pane.forget();
  results.show(choice, null, false);
  drawRecent(recent(), { onChoose: askAgain, onClear: clearRecent });
}

function askAgain(text) {
  field.value = text;
  focusField();
  typed();
  search.now();
}

function clearRecent() {
  forgetRecent();
  drawRecent([], { onChoose: askAgain, onClear: clearRecent });
  field.focus();
}

function focusField() {
  reply.showSearch();
  if (pane.openId && oneAtATime()) close();
  field.focus();
  field.select();
}

function openChosen() {
  const row = chosenRow(choice);
  if (!row) return;
  opened = listed;
  remember(opened.text);
  if (oneAtATime() && !history.state?.card) history.pushState({ card: true }, "");
  pane.open(row.entry, row, certain);
  report(row.entry, "opened");
  results.show(choice, pane.openId, certain);
  results.reveal();
}

/** Enter: what is seen is opened; when the answer is still under way its best entry is. */
function enter() {
  if (search.asked.text === "") return;
  if (search.settled || choice.held) {
    openChosen();
    return;
  }
  openWhenAnswered = true;
  search.now();
  const { version } = search.asked;
  setTimeout(() => version === search.asked.version && openWhatIsSeen(), IMPATIENCE_MS);
}

/** The answer that Enter waits for is late or will not come. */
function openWhatIsSeen() {
  if (!openWhenAnswered || choice.rows.length === 0) return;
  openWhenAnswered = false;
  openChosen();
}

function step(by) {
  choice = move(choice, by);
  if (pane.openId) openChosen();
  else {
    show();
    results.reveal();
  }
}

function close() {
  if (history.state?.card) history.back(); // `popstate` closes it
  else closeCard();
}

function closeCard() {
  pane.close();
  show();
  if (!touch.matches) field.focus({ preventScroll: true });
}

function escape() {
  if (pane.openId) {
    close();
    return;
  }
  if (field.value !== "") {
    field.value = "";
    typed();
  }
  field.focus();
}

async function copySpeakable() {
  const item = pane.current;
  if (!item) return;
  if (item.speakable) await copy(item.speakable, item.id, "copied");
  else await copyFull();
}

/** The words for the client go into the reply; it is used, as a copied one is. */
function insertIntoDraft() {
  const item = pane.current;
  if (!item?.speakable) return;
  reply.insert(item.speakable, item.id);
  remember(about().text);
  report(item.id, "copied");
}

async function copyFull() {
  const item = pane.current;
  if (!item) return;
  try {
    await copy(await pane.fullText(item.id), item.id, "copied_full");
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    toast(t("copy.failed"), "trouble");
  }
}

async function copy(text, entry, how) {
  const done = await copyText(text);
  toast(t(!done ? "copy.failed" : how === "copied_full" ? "copy.done.full" : "copy.done"), done ? "done" : "trouble");
  if (!done || !how) return;
  pane.flash(how === "copied_full" ? "full" : "speakable");
  remember(about().text);
  report(entry, how);
}

/** The question that what is seen large belongs to. */
function about() {
  return pane.openId ? opened : listed;
}

function report(entry, how) {
  picks.report(about().version, entry, how);
}

function noneFitted() {
  if (listed.text === "" || !summary.shown || summary.noneFitted) return;
  summary.markNoneFitted();
  remember(listed.text);
  picks.report(listed.version, null, "none_fitted");
  announce(t("none.thanks"));
}

const COMMANDS = {
  focus: focusField,
  escape,
  open: enter,
  copy: () => void copySpeakable(),
  copy_full: () => void copyFull(),
  down: () => (choice.rows.length > 0 ? step(1) : document.querySelector("#recent .recent")?.focus()),
  up: () => step(-1),
  next: () => step(1),
  previous: () => step(-1),
  none_fitted: noneFitted,
  draft: () => reply.enter(),
  to_draft: insertIntoDraft,
  leave_draft: () => reply.leave(),
  next_note: () => pane.nextNote(),
  sheet: () => (sheet.open ? sheet.close() : sheet.showModal()),
  nth: ({ n }) => {
    const row = choice.rows[n - 1];
    if (!row) return;
    choice = choose(choice, row.entry);
    openChosen();
  },
};

function whereFocusIs() {
  const active = document.activeElement;
  const within = active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement;
  const selected = within && active.selectionStart !== null ? active.selectionStart !== active.selectionEnd : false;
  const focus =
    active === field ? "field"
      : reply.has(active) ? "draft"
      : active?.matches("[data-note]") ? "note"
        : active?.matches("button, a, input, summary") ? "control"
          : "page";
  return { focus, sheet: sheet.open, selection: selected || getSelection()?.isCollapsed === false };
}

document.addEventListener("keydown", (event) => {
  const found = command(event, whereFocusIs());
  if (!found) return;
  event.preventDefault();
  COMMANDS[found.name](found);
});
field.addEventListener("input", typed);
byId("clear").addEventListener("click", () => {
  field.value = "";
  typed();
  field.focus();
});
byId("none-fitted").addEventListener("click", noneFitted);
byId("help").addEventListener("click", () => sheet.showModal());
byId("sheet-close").addEventListener("click", () => sheet.close());
sheet.addEventListener("click", (event) => event.target === sheet && sheet.close());
addEventListener("popstate", () => pane.openId && closeCard());
document.getElementById("logout")?.addEventListener("submit", forget);

if (history.state?.card) history.replaceState(null, "");
reset();
field.value = draft();
field.focus();
typed();
