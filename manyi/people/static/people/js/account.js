/* A chosen picture is saved at once. */

for (const input of document.querySelectorAll("input[type=file][data-submit]")) {
  input.addEventListener("change", () => input.files.length && input.form.requestSubmit());
}
