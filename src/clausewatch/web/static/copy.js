// Adds a button that copies a citation. Without this script the text is there to be selected.
"use strict";
for (const block of document.querySelectorAll("[data-copy]")) {
  const button = document.createElement("button");
  const said = document.createElement("span");
  const name = block.dataset.copy;
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.setAttribute("aria-label", `Copy ${name}`);
  said.className = "copied";
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(block.textContent.trim());
      said.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(block);
      said.textContent = "Selected: press Ctrl+C";
    }
    setTimeout(() => { said.textContent = ""; }, 4000);
  });
  block.after(button, said);
}
