/* The few signs of layout, by button or key: bold, lists, quote, link. They are put around what is selected, or taken
   away where they stand already; the text stays a plain text, so every input method works as usual. */

const AROUND = { bold: "**", code: "`" };
const BEFORE = { list: "- ", numbers: "1. ", quote: "> " };

/** Lay out what is selected in a text area. */
export function mark(area, kind) {
  area.focus();
  if (kind in AROUND) around(area, AROUND[kind]);
  else if (kind in BEFORE) before(area, BEFORE[kind]);
  else if (kind === "link") link(area);
  area.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

function around(area, sign) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const isMarked = value.slice(start - sign.length, start) === sign && value.slice(end, end + sign.length) === sign;
  if (isMarked) area.setRangeText(value.slice(start, end), start - sign.length, end + sign.length, "select");
  else area.setRangeText(`${sign}${value.slice(start, end)}${sign}`, start, end, "end");
  if (!isMarked) area.setSelectionRange(start + sign.length, end + sign.length);
}

function before(area, sign) {
  const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const lines = area.value.slice(start, area.selectionEnd).split("\n");
  const areMarked = lines.every((line) => line.startsWith(sign) || (sign === "1. " && /^\d+\. /.test(line)));
  const changed = lines.map((line, place) => (areMarked ? line.replace(/^(?:- |> |\d+\. )/, "") : (sign === "1. " ? `${place + 1}. ` : sign) + line));
  area.setRangeText(changed.join("\n"), start, area.selectionEnd, "end");
}

function link(area) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const words = value.slice(start, end);
  const isAddress = /^https?:\/\/\S+$/.test(words);
  area.setRangeText(isAddress ? `[](${words})` : `[${words}](https://)`, start, end, "end");
  const place = isAddress ? start + 1 : start + words.length + 11;
  area.setSelectionRange(place, place);
}

/** Enter goes on with a list, and on an empty line of it ends it; true when it did. */
export function continues(area) {
  const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const line = area.value.slice(start, area.selectionStart);
  const found = /^(- |> |(\d{1,2})\. )(.*)$/.exec(line);
  if (!found || area.selectionStart !== area.selectionEnd) return false;
  if (!found[3].trim()) area.setRangeText("", start, area.selectionStart, "end");
  else area.setRangeText(`\n${found[2] ? `${Number(found[2]) + 1}. ` : found[1]}`, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  return true;
}
