/**
 * The customer's chat: parts put together.
 */

import { byId, setText } from "../dom.js";
import { LANGUAGE, t } from "../texts.js";
import { Composer } from "./composer.js";
import { EMBEDDED, hearHost, tellHost } from "./host.js";
import { Link, LinkError } from "./link.js";
import { recall, remember } from "./memory.js";
import { Outbox } from "./outbox.js";
import { Rating } from "./rating.js";
import { Thread } from "./thread.js";

const TYPING_MS = 6000;
const SEEN_MS = 300;
const TITLE = document.title;

let state = null;
let shown = !EMBEDDED;
let typingTimer = 0;
let seenTimer = 0;
let ready = false;
const unread = new Set();

const link = new Link(
  {
    known: () => ({ conversation: thread.conversation, after: thread.conversation === null ? null : thread.last }),
    view: takeView,
    push: takePush,
    state: drawLink,
  },
  EMBEDDED,
);
const outbox = new Outbox(link, {
  changed: (item) => {
    if (item.type === "message") thread.putUnsent(item);
  },
  stored: (item, reply) => {
    if (item.type === "person") drawState(reply.state);
    else take(reply.conversation, reply.message);
  },
});
const thread = new Thread({
  press: (message, index) => outbox.add({ text: message.buttons[index].label, pressed: { seq: message.seq, index } }),
  edit: (message) => composer.edit(message),
  retry: (key) => outbox.retry(key),
  drop: (key) => {
    outbox.drop(key);
    thread.dropUnsent(key);
  },
  download,
});
const composer = new Composer(link, {
  send: (text, files) => outbox.add({ text, files }),
  edit: async (message, text) => (await tried(() => link.call("edit", { key: message.key, text }))) !== null,
  typing: () => {
    if (link.up && (state === "waiting" || state === "operator")) void tried(() => link.call("typing"));
  },
  lastOwn: () => thread.own.at(-1),
  notice,
});
const rating = new Rating((fields) => link.call("rate", fields), notice);

function takeView(view) {
  if (view.conversation !== null) thread.open(view.conversation);
  for (const message of view.messages) take(view.conversation, message);
  if (view.more || thread.first === null) byId("earlier").hidden = !view.more;
  drawHours(view.hours);
  drawState(view.state, view.closed_seq);
  if (!ready) {
    ready = true;
    thread.toEnd();
    // A tick later, or a screen reader would read the whole history out.
    setTimeout(() => thread.announce(), 500);
    tellHost({ type: "ready" });
  }
}

function takePush(frame) {
  if (frame.type === "message" || frame.type === "edited") take(frame.conversation, frame.message);
  else if (frame.type === "state") {
    if (thread.conversation === null) thread.open(frame.conversation);
    drawHours(frame.hours);
    if (frame.conversation === thread.conversation) drawState(frame.state, frame.closed_seq);
  } else if (frame.type === "typing") drawTyping();
}

function take(conversation, message) {
  thread.open(conversation);
  if (message.key) outbox.drop(message.key);
  if (state === null) drawState("bot");
  const fresh = thread.put(message);
  if (message.author === "customer" || !fresh) return;
  setText(byId("typing"), "");
  const seen = recall("seen");
  if (seen?.conversation === conversation && message.seq <= seen.seq) return;
  unread.add(message.seq);
  look();
}

/** What is on the screen counts as read; the rest is counted for the host page and the title. */
function look() {
  if (shown && !document.hidden) {
    unread.clear();
    clearTimeout(seenTimer);
    seenTimer = setTimeout(acknowledge, SEEN_MS);
  }
  tellHost({ type: "unread", count: unread.size });
  document.title = unread.size > 0 ? `(${unread.size}) ${TITLE}` : TITLE;
}

async function acknowledge() {
  const { conversation, last } = thread;
  const seen = recall("seen");
  if (conversation === null || last === null || (seen?.conversation === conversation && seen.seq >= last)) return;
  if (await tried(() => link.call("seen", { conversation, seq: last }), true)) remember("seen", { conversation, seq: last });
}

/** Make a call; what went wrong is shown, and null returned. */
async function tried(call, quiet = false) {
  try {
    return (await call()) ?? {};
  } catch (error) {
    if (!(error instanceof LinkError)) throw error;
    if (!quiet) notice(error.message || t("chat.error"));
    return null;
  }
}

async function download(file) {
  try {
    const response = await fetch(link.address(`files/${encodeURIComponent(file.id)}`), { headers: link.credentials() });
    if (!response.ok) throw new TypeError(String(response.status));
    const address = URL.createObjectURL(await response.blob());
    const anchor = Object.assign(document.createElement("a"), { href: address, download: file.name });
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    notice(t("chat.download.failed"));
  }
}

function notice(text) {
  const place = byId("notice");
  place.hidden = text === "";
  setText(place, text);
}

function drawState(next, closedSeq = null) {
  state = next;
  setText(byId("state"), t(`chat.state.${state ?? "none"}`));
  const called = state === "waiting" || state === "operator";
  const button = /** @type {HTMLButtonElement} */ (byId("person"));
  button.disabled = called;
  setText(button, t(called ? "chat.person.called" : "chat.person"));
  rating.show(state, closedSeq);
}

function drawHours(hours) {
  const place = byId("hours");
  place.hidden = hours.open;
  if (hours.open) return;
  const format = new Intl.DateTimeFormat(LANGUAGE, { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
  setText(place, hours.opens_at ? t("chat.hours", { when: format.format(new Date(hours.opens_at)) }) : t("chat.hours.unknown"));
}

function drawLink(next) {
  byId("chat").dataset.link = next;
  const banner = byId("banner");
  banner.hidden = next === "up" || (next === "connecting" && !ready && outbox.items.length === 0);
  setText(banner, next === "up" ? "" : t(`chat.link.${next}`));
  if (next === "up") {
    void outbox.flush();
    look();
  }
}

function drawTyping() {
  setText(byId("typing"), t("chat.typing"));
  clearTimeout(typingTimer);
  typingTimer = setTimeout(() => setText(byId("typing"), ""), TYPING_MS);
}

byId("person").addEventListener("click", () => {
  if (!link.up) notice(t("chat.person.offline"));
  outbox.add({ type: "person" });
});
byId("earlier").addEventListener("click", async () => {
  const reply = await tried(() => link.call("earlier", { before: thread.first ?? 0 }));
  if (!reply) return;
  thread.prepend(reply.messages);
  byId("earlier").hidden = !reply.more;
});
byId("close").hidden = !EMBEDDED;
byId("close").addEventListener("click", () => tellHost({ type: "close" }));
addEventListener("keydown", (event) => {
  if (event.key === "Escape") tellHost({ type: "close" });
});
document.addEventListener("visibilitychange", look);
hearHost((now) => {
  shown = now;
  look();
  if (shown) composer.focus();
});

for (const item of outbox.items) if (item.type === "message") thread.putUnsent(item);
drawState(null);
if (!EMBEDDED) composer.focus();
void link.run();
