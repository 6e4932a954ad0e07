// What stands below the conversation: is it solved, how was it, how do we reach you; and the form for when nobody is in.

import { fill, h, icon } from "./dom.js";

const DIMENSIONS = ["solution", "attitude", "speed", "transparency"];

function card(title, text, ...children) {
  return h("section", { class: "card", "aria-label": title }, h("h2", {}, title), text && h("p", {}, text), ...children);
}

function thanks(text) {
  return h("section", { class: "card thanks", role: "status" }, icon("check"), h("p", {}, text));
}

async function attempt(form, words, deed) {
  const note = form.querySelector(".error");
  const buttons = [...form.querySelectorAll("button")];
  for (const button of buttons) button.disabled = true;
  try {
    await deed();
  } catch (error) {
    note.textContent = Object.values(error.fields || {})[0] || words.error;
  }
  for (const button of buttons) button.disabled = false;
}

const problem = () => h("div", { class: "error", role: "alert" });

export function resolution(talk, words) {
  const box = card(words.resolution, words.resolutionText, problem());
  const decide = (path) => () => attempt(box, words, () => talk.settle(path));
  const solved = h("button", { type: "button", class: "main", onclick: decide("confirmation") }, words.solved);
  const notYet = h("button", { type: "button", onclick: decide("reopening") }, words.notYet);
  box.append(h("div", { class: "pair" }, solved, notYet));
  return box;
}

export function queue(given, talk, words) {
  const box = card(given.title || words.queue, given.text);
  if (!given.calls) return box;
  const input = h("input", { type: "tel", name: "phone", autocomplete: "tel", required: true, maxlength: 30 });
  const times = [["", words.soonest], ...(given.times || [])].map(([value, text]) => h("option", { value }, text));
  const at = h("select", { name: "at" }, ...times);
  const form = h("form", { novalidate: true }, field(words.phone, input), h("div", { class: "quick" }, field(words.callWhen, at), h("button", { class: "main" }, words.call)), problem());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (valid(form, words)) attempt(form, words, () => talk.callBack(input.value, at.value || null));
  });
  box.append(form);
  return box;
}

function stars(name, label, words, isBig) {
  const choices = [1, 2, 3, 4, 5].map((n) => {
    const input = h("input", { type: "radio", name, value: n, "aria-label": fill(words.points, { n }), required: isBig });
    return h("label", {}, input, isBig ? String(n) : "");
  });
  const group = h("div", { class: isBig ? "stars big" : "stars" }, ...choices);
  return h("fieldset", {}, h("legend", { class: isBig ? "hidden" : "" }, label), group);
}

export function survey(given, words, base) {
  const form = h("form", { class: "card", "aria-label": words.survey });
  form.append(
    h("h2", {}, words.survey),
    h("p", {}, words.surveyText),
    stars("overall", words.survey, words, true),
    h("div", { class: "ends", "aria-hidden": "true" }, h("span", {}, words.worst), h("span", {}, words.best)),
    ...DIMENSIONS.map((name) => stars(name, words[name], words, false)),
    field(words.comment, h("textarea", { name: "comment", rows: 1, maxlength: 5000 })),
    problem(),
    h("button", { class: "main" }, words.submit),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(form, words, async () => {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(new URL(given.url, base), { method: "POST", body, credentials: "omit", headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.status);
      form.replaceWith(thanks(words.thanks));
    });
  });
  return form;
}

function field(label, control) {
  return h("label", { class: "field" }, h("span", {}, label), control);
}

export function askEmail(talk, words, later) {
  const input = h("input", { type: "email", name: "email", autocomplete: "email", required: true, maxlength: 200 });
  const form = h("form", { class: "card", "aria-label": words.email, novalidate: true });
  const close = h("button", { type: "button", class: "plain", "aria-label": words.later, title: words.later, onclick: later }, icon("close"));
  form.append(h("div", { class: "quick" }, field(words.askEmail, input), h("button", { class: "main" }, words.save), close), problem());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!valid(form, words)) return;
    attempt(form, words, async () => {
      await talk.contact(input.value);
      form.replaceWith(thanks(words.saved));
    });
  });
  return form;
}

function valid(form, words) {
  const wrong = [...form.elements].find((control) => control.willValidate && !control.checkValidity());
  const note = form.querySelector(".error");
  note.textContent = wrong ? (wrong.validity.valueMissing ? words.required : words.badEmail) : "";
  wrong?.focus();
  return !wrong;
}

export function offline(setup, words, send) {
  const form = h("form", { class: "card offline", "aria-label": words.leave, novalidate: true });
  const text = h("textarea", { name: "text", rows: 4, required: true, maxlength: 4000 });
  const email = h("input", { type: "email", name: "email", autocomplete: "email", required: true, maxlength: 200 });
  const name = h("input", { name: "name", autocomplete: "name", maxlength: 120 });
  form.append(
    h("p", {}, setup.site.away || words.away),
    ...(setup.identified ? [] : [field(words.name, name), field(words.email, email)]),
    field(words.message, text),
    problem(),
    h("button", { class: "main" }, words.leave),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!valid(form, words)) return;
    send(text.value.trim(), setup.identified ? undefined : { email: email.value.trim(), name: name.value.trim() });
  });
  return form;
}

export { thanks };
