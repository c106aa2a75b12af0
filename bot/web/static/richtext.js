/**
 * An entry's text as the server renders it: shown through an allow-list, and as plain text for the clipboard.
 */

const TAGS = new Set(
  ("P BR HR H1 H2 H3 H4 H5 H6 UL OL LI DL DT DD BLOCKQUOTE PRE CODE STRONG EM B I S DEL INS SUB SUP A SPAN DIV SECTION " +
    "ARTICLE FIGURE FIGCAPTION TABLE THEAD TBODY TFOOT TR TH TD CAPTION MARK").split(" "),
);
const DROPPED = new Set("SCRIPT STYLE TEMPLATE IFRAME OBJECT EMBED SVG MATH FORM INPUT BUTTON TEXTAREA SELECT NOSCRIPT".split(" "));
const BLOCKS = new Set(
  "P H1 H2 H3 H4 H5 H6 UL OL LI DL DT DD BLOCKQUOTE PRE DIV SECTION ARTICLE FIGURE FIGCAPTION TABLE TR CAPTION HR".split(" "),
);
/** Classes that mean something in this desk; others could imitate its own parts. */
const CLASSES = new Set(
  ("stages stage stage-name time-frame do say pairs pair right wrong why cases case criteria decision actions modules " +
    "inadmissible legal note").split(" "),
);

/**
 * Copy a rendered text into the page. The server has sanitised it already; this holds if it ever has not.
 *
 * @param {string} html
 * @returns {DocumentFragment}
 */
export function rich(html) {
  const fragment = document.createDocumentFragment();
  adopt(parsed(html), fragment);
  return fragment;
}

/**
 * The words of a rendered text, with line breaks and list signs, as one would paste it into a chat.
 *
 * @param {string} html
 * @returns {string}
 */
export function plain(html) {
  const pieces = [];
  write(parsed(html), pieces);
  return pieces
    .join("")
    .replace(/[ \t]+\n/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** In a document of its own nothing loads or runs. */
function parsed(html) {
  return new DOMParser().parseFromString(html, "text/html").body;
}

function adopt(from, into) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) into.append(node.data);
    if (node.nodeType !== Node.ELEMENT_NODE || DROPPED.has(node.tagName.toUpperCase())) continue;
    if (!TAGS.has(node.tagName)) {
      adopt(node, into);
      continue;
    }
    const copy = document.createElement(node.tagName);
    const classes = [...node.classList].filter((name) => CLASSES.has(name));
    if (classes.length > 0) copy.className = classes.join(" ");
    if (node.tagName === "A") link(node, copy);
    if (node.tagName === "OL" && /^\d{1,4}$/.test(node.getAttribute("start") ?? "")) copy.start = node.start;
    adopt(node, copy);
    into.append(node.tagName === "TABLE" ? scrolling(copy) : copy);
  }
}

/** A wide table scrolls by itself, the page never does. */
function scrolling(table) {
  const frame = document.createElement("div");
  frame.className = "table";
  frame.tabIndex = 0;
  frame.append(table);
  return frame;
}

function link(from, to) {
  const href = from.getAttribute("href") ?? "";
  if (!/^(https?:|mailto:|tel:)/i.test(href)) return;
  to.href = href;
  to.target = "_blank";
  to.rel = "noopener noreferrer";
}

function write(from, pieces) {
  let number = from.tagName === "OL" ? Number(from.getAttribute("start") ?? 1) : 0;
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) {
      pieces.push(from.tagName === "PRE" ? node.data : node.data.replace(/\s+/g, " ").replace(/^ $/, inline(node) ? " " : ""));
      continue;
    }
    if (node.nodeType !== Node.ELEMENT_NODE || DROPPED.has(node.tagName.toUpperCase())) continue;
    if (node.tagName === "BR") pieces.push("\n");
    if (node.tagName === "LI") pieces.push("\n", from.tagName === "OL" ? `${number++}. ` : "• ");
    else if (BLOCKS.has(node.tagName)) pieces.push(from.tagName === "LI" ? "" : "\n");
    write(node, pieces);
    if (node.tagName === "TD" || node.tagName === "TH") pieces.push("\t");
    if (BLOCKS.has(node.tagName) && from.tagName !== "LI" && node.tagName !== "LI") pieces.push("\n");
  }
}

/** A space between two inline pieces counts, one between blocks does not. */
function inline(node) {
  const beside = [node.previousSibling, node.nextSibling];
  return beside.every((other) => other !== null && !BLOCKS.has(other.nodeName));
}
