/*
 * Puts the chat's button onto a page: <script src="https://HOST/chat.js" data-lang="ru" async></script>
 *
 * Everything stands in a closed shadow tree and an iframe, so neither page styles the other. The one global name is
 * CopilotChat: open(), close(), toggle().
 */
"use strict";

(() => {
  if (window.CopilotChat) return;
  const script = document.currentScript;
  const base = new URL(script.src).origin;
  const language = (script.dataset.lang || document.documentElement.lang || "ru").toLowerCase().startsWith("en") ? "en" : "ru";
  const theme = ["light", "dark"].includes(script.dataset.theme) ? script.dataset.theme : "";
  const VISITED = "copilot-chat.visited";
  const WORDS = {
    ru: { open: "Открыть чат", close: "Свернуть чат", frame: "Чат с магазином", unread: (n) => `Открыть чат, новых сообщений: ${n}` },
    en: { open: "Open the chat", close: "Close the chat", frame: "Chat with the shop", unread: (n) => `Open the chat, new messages: ${n}` },
  }[language];

  const STYLE = `
    :host { all: initial !important; position: fixed !important; inset: auto 0 0 auto !important; z-index: 2147483000 !important;
      display: block !important; transform: none !important; border: 0 !important; padding: 0 !important; margin: 0 !important;
      font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif !important; }
    button { position: fixed; right: max(16px, env(safe-area-inset-right)); bottom: max(16px, env(safe-area-inset-bottom));
      width: 56px; height: 56px; padding: 0; border: 0; border-radius: 50%; cursor: pointer; color: #fff; background: #1d5fae;
      box-shadow: 0 2px 6px rgb(20 30 45 / 25%), 0 8px 24px rgb(20 30 45 / 25%); }
    button:hover { background: #17508f; }
    button:focus-visible { outline: 3px solid #fff; box-shadow: 0 0 0 6px #1d5fae; }
    svg { display: block; margin: auto; }
    .badge { position: absolute; top: -4px; right: -4px; min-width: 22px; padding: 0 6px; box-sizing: border-box; border-radius: 11px;
      color: #fff; background: #b3261e; font: 600 13px/22px system-ui, sans-serif; }
    .badge[hidden] { display: none; }
    iframe { position: fixed; right: 16px; bottom: 88px; width: min(400px, calc(100vw - 32px)); height: min(640px, calc(100dvh - 112px));
      border: 0; border-radius: 14px; background: Canvas; color-scheme: normal;
      box-shadow: 0 2px 8px rgb(20 30 45 / 20%), 0 16px 48px rgb(20 30 45 / 28%); }
    iframe[hidden] { display: none; }
    @media (width < 480px) {
      iframe { inset: 0; width: 100vw; height: 100dvh; border-radius: 0; }
      :host([open]) button { display: none; }
    }`;

  const host = document.createElement("copilot-chat");
  const root = host.attachShadow({ mode: "closed" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  // Element by element: a site may forbid markup in strings (Trusted Types).
  const make = (space, name, attributes, ...children) => {
    const element = document.createElementNS(space, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const HTML = "http://www.w3.org/1999/xhtml";
  const SVG = "http://www.w3.org/2000/svg";
  const outline = { d: "M4 5h16v11H9l-5 4z", fill: "none", stroke: "currentColor", "stroke-width": "2", "stroke-linejoin": "round" };
  const icon = { viewBox: "0 0 24 24", width: "28", height: "28", "aria-hidden": "true" };
  const badge = make(HTML, "span", { class: "badge", "aria-hidden": "true", hidden: "" });
  const button = make(
    HTML,
    "button",
    { type: "button", "aria-haspopup": "dialog", "aria-expanded": "false", "aria-label": WORDS.open },
    make(SVG, "svg", icon, make(SVG, "path", outline)),
    badge,
  );
  root.append(button);
  let frame = null;
  let opened = false;
  let before = null;
  let unread = 0;

  /** The chat is loaded when it is first wanted, or when somebody comes back who has used it. */
  function load() {
    if (frame) return;
    frame = document.createElement("iframe");
    frame.title = WORDS.frame;
    frame.hidden = true;
    frame.src = `${base}/chat?lang=${language}${theme ? `&theme=${theme}` : ""}`;
    root.insertBefore(frame, button);
  }

  function tell() {
    frame?.contentWindow?.postMessage({ copilotChat: { shown: opened } }, base);
  }

  function draw() {
    button.setAttribute("aria-expanded", String(opened));
    button.setAttribute("aria-label", opened ? WORDS.close : unread > 0 ? WORDS.unread(unread) : WORDS.open);
    badge.hidden = opened || unread === 0;
    badge.textContent = unread > 99 ? "99+" : String(unread);
    host.toggleAttribute("open", opened);
    if (frame) frame.hidden = !opened;
  }

  function open() {
    load();
    if (opened) return;
    before = document.activeElement;
    opened = true;
    try {
      localStorage.setItem(VISITED, "1");
    } catch {
      // storage forbidden: the badge then begins with the first opening
    }
    draw();
    frame.focus();
    tell();
  }

  function close() {
    if (!opened) return;
    opened = false;
    draw();
    tell();
    // Back to where the visitor was; the button, if he came from it.
    if (before && before !== host && before !== document.body && before.isConnected) before.focus();
    else button.focus();
  }

  const toggle = () => (opened ? close() : open());
  button.addEventListener("click", toggle);
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  addEventListener("message", (event) => {
    if (event.origin !== base || !frame || event.source !== frame.contentWindow) return;
    const message = event.data && event.data.copilotChat;
    if (!message) return;
    if (message.type === "ready") tell();
    if (message.type === "close") close();
    if (message.type === "unread" && Number.isInteger(message.count) && message.count >= 0) {
      unread = message.count;
      draw();
    }
  });
  Object.defineProperty(window, "CopilotChat", { value: Object.freeze({ open, close, toggle }) });

  function begin() {
    document.body.append(host);
    let visited = null;
    try {
      visited = localStorage.getItem(VISITED);
    } catch {
      // storage forbidden
    }
    if (visited) load();
  }
  if (document.body) begin();
  else addEventListener("DOMContentLoaded", begin);
})();
