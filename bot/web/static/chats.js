/**
 * The consultant's page of conversations: puts the parts together and carries out commands.
 */

import { ApiError } from "./api.js";
import { colleagues } from "./chats_api.js";
import { Actions } from "./chats_actions.js";
import { Alarm } from "./chats_alarm.js";
import { Copilot } from "./chats_copilot.js";
import { drawWait, InboxList, isUnread } from "./chats_inbox.js";
import { chatCommand } from "./chats_keys.js";
import { forget, open as openMemory } from "./chats_memory.js";
import { Outbox } from "./chats_outbox.js";
import { Reply } from "./chats_reply.js";
import { ChatSocket } from "./chats_socket.js";
import { Store } from "./chats_store.js";
import { Talk } from "./chats_talk.js";
import { localTime, setServerTime, standing } from "./chats_time.js";
import { byId, h, setText } from "./dom.js";
import { backoff } from "./sequence.js";
import { t } from "./texts.js";
import { announce, toast } from "./voice.js";

const COUNT_MS = 2000;

const page = byId("chats");
const sheet = /** @type {HTMLDialogElement} */ (byId("shortcuts"));
const banner = byId("banner");

openMemory(page.dataset.person);
const store = new Store();
store.me = page.dataset.person;
const alarm = new Alarm();
let counting = 0;

const outbox = new Outbox({
  stored: (parcel, message) => {
    store.message(parcel.conversation, message);
    talk.message(parcel.conversation, message);
  },
  refused: (parcel, error) => {
    toast(error.detail || t("trouble.refused"), "trouble");
    announce(error.detail);
  },
  change: () => talk?.draw(),
});
const talk = new Talk(outbox, {
  loaded,
  failed,
  again: (parcel) => {
    outbox.remove(parcel);
    reply.takeBack(parcel, "");
  },
  seen: () => inbox.draw(),
});
const inbox = new InboxList(store, { open: (id) => void open(id), failed });
const copilot = new Copilot({ insert: (text, entry) => insert(text, entry), failed });
const reply = new Reply(outbox, {
  context: () => ({ conversation: talk.conversation, customerTexts: talk.customerTexts }),
  modules: () => copilot.modules,
  typing: () => socket.typing(),
  sent: () => talk.toEnd(),
  failed,
});
const actions = new Actions(store, { changed, failed });
const socket = new ChatSocket({ frame: happened, back, lost });

async function open(id) {
  if (!id) return;
  inbox.open = id;
  page.dataset.view = "talk";
  if (history.state?.chat !== id) history[history.state?.chat ? "replaceState" : "pushState"]({ chat: id }, "", `#${id}`);
  socket.look(id);
  reply.show(id);
  inbox.draw();
  await talk.open(id);
  if (talk.id !== id) return;
  drawHead();
  if (mine()) reply.focus();
}

function shut() {
  page.dataset.view = "list";
  inbox.open = "";
  socket.look("");
  talk.close();
  reply.show("");
  drawHead();
  inbox.draw();
}

function loaded(dossier) {
  store.state(dossier.conversation);
  store.presence(dossier.conversation.id, dossier.viewers);
  drawHead();
  reply.refresh();
  void copilot.about(talk.customerTexts.at(-1) ?? "");
}

function mine() {
  return talk.conversation?.operator === store.me;
}

/** The head of the conversation: who it is, who has it, who else looks. */
function drawHead() {
  const conversation = talk.conversation;
  const shown = Boolean(conversation?.customer);
  byId("talk").dataset.state = shown ? store.boxOf(conversation) : "none";
  actions.draw(conversation);
  if (!shown) return;
  const { customer } = conversation;
  const time = localTime(customer.time_zone);
  setText(byId("who"), customer.name ?? t("chats.customer"));
  setText(byId("about"), [t(`chats.channel.${customer.channel}`), time && t("chats.local_time", { time }), standingOf(conversation)].filter(Boolean).join(" · "));
  const others = (store.get(conversation.id)?.viewers ?? []).filter((person) => person !== store.me);
  setText(byId("viewers"), others.length > 0 ? t("chats.viewers", { names: others.map((person) => store.name(person)).join(", ") }) : "");
  drawWait(byId("talk-wait"), conversation.wait);
  byId("replying").hidden = !mine();
  const why = byId("not-mine");
  why.hidden = mine();
  setText(why, t(`chats.not_mine.${store.boxOf(conversation)}`, { name: store.name(conversation.operator) }));
}

function standingOf(conversation) {
  const box = store.boxOf(conversation);
  return box === "others" ? t("chats.led_by", { name: store.name(conversation.operator) }) : t(`chats.state.${box}`);
}

/** Something has happened, somewhere. */
function happened(frame) {
  if (frame.type === "hello") setServerTime(frame.now);
  else if (frame.type === "message" || frame.type === "edited") {
    store.message(frame.conversation, frame.message);
    talk.message(frame.conversation, frame.message);
    if (frame.message.author === "customer") customerWrote(frame);
  } else if (frame.type === "state") stateChanged(frame.conversation);
  else if (frame.type === "queue") store.counts.queue = frame.waiting;
  else if (frame.type === "delivery") talk.delivery(frame.delivery);
  else if (frame.type === "presence") {
    store.presence(frame.conversation, frame.viewers);
    if (frame.conversation === talk.id) drawHead();
  } else if (frame.type === "typing" && frame.conversation === talk.id && frame.person !== store.me) {
    talk.typing(frame.person ? store.name(frame.person) : (talk.conversation?.customer?.name ?? t("chats.customer")));
  } else if (frame.type === "staff") staffChanged(frame.online);
  inbox.draw();
}

function customerWrote({ conversation, message, type }) {
  const item = store.get(conversation)?.conversation;
  if (conversation === talk.id) {
    reply.refresh();
    if (message.seq >= (talk.conversation?.last_seq ?? 0)) void copilot.about(message.text);
    announce(`${t("chats.customer")}: ${message.text}`);
  }
  if (type === "message" && item?.operator === store.me && (document.hidden || conversation !== talk.id)) alarm.news("chats.news.message");
}

function stateChanged(conversation) {
  const was = talk.id === conversation.id ? store.boxOf(talk.conversation) : null;
  const { before, after } = store.state(conversation);
  if (before !== after) {
    if (after === "queue") alarm.news("chats.news.queue");
    if (after === "mine" && before === "others") toast(t("chats.news.passed"), "done");
    clearTimeout(counting);
    counting = setTimeout(() => void inbox.refresh(), backoff(1, Math.random()) + COUNT_MS);
  }
  if (conversation.id !== talk.id) return;
  talk.state(conversation);
  if (was === "mine" && after === "others") toast(t("chats.lost", { name: store.name(conversation.operator) }), "trouble");
  drawHead();
}

async function staffChanged(online) {
  store.online = new Set(online);
  if (online.some((person) => !store.people.has(person)) || store.people.size === 0) await loadPeople();
  const names = online.filter((person) => person !== store.me).map((person) => store.name(person));
  setText(byId("staff"), names.length > 0 ? t("chats.staff", { names: names.join(", ") }) : t("chats.staff.none"));
  byId("staff").title = names.join(", ");
}

async function loadPeople() {
  try {
    store.people = new Map((await colleagues()).colleagues.map((person) => [person.id, person]));
  } catch (error) {
    failed(error);
  }
  drawHead();
  inbox.draw();
}

function changed(conversation, name) {
  stateChanged(conversation);
  inbox.draw();
  if (name === "take") {
    void inbox.show("mine");
    reply.focus();
  } else {
    toast(t(`chats.act.${name}.done`), "done");
    if (name === "pass" || name === "release") shut();
  }
}

function failed(error) {
  if (!(error instanceof ApiError)) throw error;
  if (error.kind === "session") lost("session");
  else if (error.kind !== "offline") toast(error.detail || t("trouble.server"), "trouble");
  // Whoever lost a race sees at once how things stand.
  if (["already-taken", "not-yours", "conversation-closed"].includes(error.code) && talk.id) void talk.open(talk.id);
}

/** Connected again: what has happened meanwhile is read. */
function back() {
  banner.hidden = true;
  page.dataset.connection = "there";
  void loadPeople();
  void inbox.refresh();
  if (talk.id) void talk.open(talk.id);
  void outbox.flush();
}

function lost(why) {
  page.dataset.connection = why;
  banner.hidden = false;
  banner.dataset.tone = "trouble";
  const again = h("button", { type: "button", onclick: () => socket.again() }, t("retry"));
  const login = h("a", { href: "/login", target: "_blank", rel: "noopener" }, t("session.how"));
  banner.replaceChildren(h("span", {}, t(why === "session" ? "trouble.session" : "chats.offline")), h("span", { class: "banner-actions" }, why === "session" ? login : "", again));
}

function insert(text, entry) {
  if (!mine()) {
    toast(t("chats.take_first"), "trouble");
    return;
  }
  page.dataset.view = "talk";
  reply.insert(text, entry);
}

function tick() {
  inbox.tick();
  if (talk.conversation?.customer) drawWait(byId("talk-wait"), talk.conversation.wait);
  const watched = [...store.list("queue"), ...store.list("mine")];
  const waits = watched.map(({ conversation }) => ({ id: conversation.id, ...standing(conversation.wait) })).filter(({ mark }) => mark);
  const unread = store.counts.queue + store.list("mine").filter(({ conversation, last }) => isUnread(conversation, last)).length;
  alarm.tick(waits, unread);
}

/** Take what is open; with nothing to take there, whoever has waited longest. */
function takeNext() {
  const conversation = talk.conversation;
  const box = conversation?.customer && store.boxOf(conversation);
  if (box === "queue" || box === "bot") {
    actions.start(conversation, "take");
    return;
  }
  const [first] = store.list("queue");
  if (first) void open(first.conversation.id).then(() => actions.start(talk.conversation, "take"));
  else toast(t("chats.none.queue"), "done");
}

const act = (name) => () => actions.start(talk.conversation, name);
const COMMANDS = {
  take: takeNext,
  pass: act("pass"),
  release: act("release"),
  return: act("return"),
  close: act("close"),
  note: () => talk.id && reply.openNote(),
  save_note: () => reply.saveNote(),
  hold: ({ n }) => (mine() ? reply.hold(n) : toast(t("chats.take_first"), "trouble")),
  suggestion: ({ n }) => copilot.use(n),
  ask: () => copilot.askNext(),
  draft: () => reply.focus(),
  copilot: () => {
    page.dataset.view = "copilot";
    copilot.focus();
  },
  unread: () => talk.jump(),
  find: () => inbox.focusSearch(),
  next: () => void open(inbox.neighbour(1)),
  previous: () => void open(inbox.neighbour(-1)),
  sheet: () => (sheet.open ? sheet.close() : sheet.showModal()),
  escape: () => (page.dataset.view === "copilot" ? (page.dataset.view = "talk") : document.querySelector(".chat[aria-current]")?.focus()),
};

document.addEventListener("keydown", (event) => {
  const active = document.activeElement;
  const where = {
    typing: active?.matches("input, textarea, select") ?? false,
    dialog: document.querySelector("dialog[open]") !== null,
    note: active === byId("note-text"),
  };
  const found = chatCommand(event, where);
  if (!found) return;
  event.preventDefault();
  COMMANDS[found.name](found);
});
for (const [id, name] of [["hold-1", 0], ["hold-2", 1]]) byId(id).addEventListener("click", () => COMMANDS.hold({ n: name }));
byId("help").addEventListener("click", () => sheet.showModal());
byId("sheet-close").addEventListener("click", () => sheet.close());
byId("to-list").addEventListener("click", () => history.back());
byId("to-copilot").addEventListener("click", () => (page.dataset.view = page.dataset.view === "copilot" ? "talk" : "copilot"));
byId("copilot-close").addEventListener("click", () => (page.dataset.view = "talk"));
addEventListener("popstate", () => (history.state?.chat ? void open(history.state.chat) : shut()));
document.getElementById("logout")?.addEventListener("submit", forget);
setInterval(tick, 1000);

void inbox.show("queue").then(() => {
  const id = location.hash.slice(1);
  if (/^[\w-]{1,64}$/.test(id)) {
    history.replaceState({ chat: id }, "", location.href);
    void open(id);
  }
});
