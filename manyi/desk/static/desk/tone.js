/* Hints on tone, for who wants them: plain rules over one's own words, in this browser alone. The first that fits is
   shown, with the words it is about; nothing is ever changed or sent. */

const RULES = [
  ["shouting", /[!！]{2,}|(?<![A-Z\d-])[A-Z]{5,}(?![A-Z\d-])/],
  ["blaming", /您没有|您应该|你应该|是您自己|您误|您怎么|you (?:should have|failed to|must have|forgot to)|your (?:own )?fault/i],
  ["ordering", /您必须|你必须|务必|不得|you (?:must|have to|need to)/i],
  ["refusing", /没办法|不可能|无能为力|规定就是|爱莫能助|(?:impossible|nothing (?:we|i) can do|not our (?:problem|policy))/i],
  ["emptyWords", /尽快|稍后|稍候|过几天|as soon as possible|asap|in due course|shortly/i],
];

/** The hint a text calls for: its kind and the words, or null. */
export function toneOf(text) {
  for (const [kind, pattern] of RULES) {
    const hit = pattern.exec(text);
    if (hit) return { kind, words: hit[0] };
  }
  return null;
}

export function showTone(area) {
  const place = area.form?.querySelector("[data-tone]");
  if (!place) return;
  const hint = toneOf(area.value);
  place.textContent = hint ? place.dataset[hint.kind].replace("{words}", hint.words) : "";
}
