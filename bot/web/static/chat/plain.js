/**
 * Plain text as elements: paragraphs, line breaks, and links to the web. Nothing in it is ever markup.
 */

import { h } from "../dom.js";

const ADDRESS = /\bhttps?:\/\/[^\s<>"«»]+[^\s<>"«».,:;!?)\]}'’]/giu;

/**
 * @param {string} text
 * @returns {HTMLElement[]}
 */
export function paragraphs(text) {
  return text
    .split(/\n{2,}/)
    .filter((part) => part.trim() !== "")
    .map((part) => h("p", {}, ...linked(part)));
}

function linked(text) {
  const pieces = [];
  let end = 0;
  for (const found of text.matchAll(ADDRESS)) {
    pieces.push(text.slice(end, found.index));
    pieces.push(h("a", { href: found[0], target: "_blank", rel: "noopener noreferrer nofollow" }, found[0]));
    end = found.index + found[0].length;
  }
  pieces.push(text.slice(end));
  return pieces.filter((piece) => piece !== "");
}
