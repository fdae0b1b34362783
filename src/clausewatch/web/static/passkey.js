// Has the browser make or use a passkey, then sends the form. Without this script the form stays hidden.
"use strict";
const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0));
const text = (buffer) =>
  btoa(Array.from(new Uint8Array(buffer), (each) => String.fromCharCode(each)).join(""))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

// What browsers want as bytes comes as text, and goes back as text (WebAuthn level 3, 5.1.9 and 5.1.10).
function read(options) {
  const named = (list) => (list ?? []).map((each) => ({ ...each, id: bytes(each.id) }));
  const found = { ...options, challenge: bytes(options.challenge) };
  if (options.user) {
    found.user = { ...options.user, id: bytes(options.user.id) };
    found.excludeCredentials = named(options.excludeCredentials);
  }
  return found;
}

function written(made) {
  const response = { clientDataJSON: text(made.response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (made.response[name]) response[name] = text(made.response[name]);
  }
  const id = text(made.rawId);
  return JSON.stringify({ id, rawId: id, type: made.type, response, clientExtensionResults: {} });
}

async function asked(form) {
  const sent = new URLSearchParams({ form: form.elements.form.value });
  const answer = await fetch(form.dataset.options, { method: "POST", body: sent });
  const found = await answer.json().catch(() => ({}));
  if (!answer.ok || !found.publicKey) {
    throw new Error(found.problem ?? (answer.status === 429 ? "This was tried too often. Wait and try again." : "This page is too old. Open it again."));
  }
  return { publicKey: read(found.publicKey) };
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  if (!window.PublicKeyCredential || !window.isSecureContext) continue;
  const problem = form.querySelector(".problem");
  const button = form.querySelector("button");
  for (const each of [form, form.closest("li[hidden]")]) {
    if (each) each.hidden = false;
  }
  document.querySelector("[data-without-passkeys]")?.remove();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.hidden = true;
    button.disabled = true;
    try {
      const options = await asked(form);
      const made = form.dataset.passkey === "make"
        ? await navigator.credentials.create(options)
        : await navigator.credentials.get(options);
      form.elements.answer.value = written(made);
      form.submit();
    } catch (error) {
      const known = { NotAllowedError: "No passkey was used.", InvalidStateError: "This device has a passkey for your account already." };
      problem.textContent = known[error.name] ?? (error instanceof Error && error.name === "Error" ? error.message : "The browser could not use a passkey here.");
      problem.hidden = false;
    } finally {
      button.disabled = false;
    }
  });
}
