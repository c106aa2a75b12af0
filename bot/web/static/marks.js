/**
 * Marked text: the server counts code points, JavaScript counts UTF-16 units.
 */

/**
 * Cut a text into runs that are marked or plain.
 *
 * Ranges may come unsorted, overlap, be empty or reach beyond the text: they are put in order, joined and clipped.
 *
 * @param {string} text
 * @param {ReadonlyArray<readonly [number, number]>} marks half-open ranges of code points
 * @returns {Array<{text: string, marked: boolean}>} runs that together are `text`
 */
export function segments(text, marks) {
  const points = Array.from(text);
  const runs = [];
  let at = 0;
  for (const [start, end] of joined(marks, points.length)) {
    if (start > at) runs.push({ text: points.slice(at, start).join(""), marked: false });
    runs.push({ text: points.slice(start, end).join(""), marked: true });
    at = end;
  }
  if (at < points.length) runs.push({ text: points.slice(at).join(""), marked: false });
  return runs;
}

/** Put ranges in order, clip them to the text, join those that touch. */
function joined(marks, length) {
  const clipped = marks
    .map(([start, end]) => [Math.max(0, start), Math.min(length, end)])
    .filter(([start, end]) => start < end)
    .sort((a, b) => a[0] - b[0]);
  const result = [];
  for (const [start, end] of clipped) {
    const last = result.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}
