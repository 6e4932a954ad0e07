/* A point of a task is ticked where it stands: what is being written beside it stays. Without scripts, and when this
   fails, the form does it with a new page. */

async function tick(form) {
  const button = form.querySelector("button");
  button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const points = page.querySelector(".checklist");
  if (!answer.ok || !points) throw new Error(answer.statusText);
  const list = form.closest(".checklist");
  const place = [...list.querySelectorAll("form")].indexOf(form);
  list.replaceWith(points);
  points.querySelectorAll("button")[place]?.focus();
}

document.addEventListener("submit", (event) => {
  if (!event.target.closest(".checklist")) return;
  event.preventDefault();
  tick(event.target).catch(() => event.target.submit());
});
