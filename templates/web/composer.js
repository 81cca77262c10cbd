// The foot of a chat: the line to type in, files, and the command menu.

import { chatPath, post, upload } from "./server.js";

export class Composer {
  // `act(doing)` does something that may be refused and tells whether it was done.
  constructor(node, act) {
    this.part = (selector) => node.querySelector(selector);
    this.act = act;
    this.field = this.part("textarea");
    this.menu = this.part(".menu");
    this.opener = this.part(".open-menu");
    this.startLine();
    this.startFiles();
    this.opener.addEventListener("click", () => this.closeMenu() || this.openMenu());
  }

  open(person, draft) {
    this.code = person.code;
    this.field.setAttribute("aria-label", `Nhập tin với vai ${person.name}`);
    this.field.value = draft;
    this.eventOf = null;
    this.isSaying = false;
    this.closeMenu();
    this.offer([]);
  }

  startLine() {
    const form = this.part(".composer");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.field.addEventListener("input", () => (this.eventOf = null));
    this.field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit();
    });
  }

  // The same text sent again after a failure is the same event, so that it counts once.
  async submit() {
    const text = this.field.value;
    if (!text.trim() || this.isSaying) return;
    const code = this.code;
    this.isSaying = true;
    this.eventOf ??= crypto.randomUUID();
    const done = await this.say(text, this.eventOf);
    if (code !== this.code) return;
    this.isSaying = false;
    if (!done || this.field.value !== text) return;
    this.field.value = "";
    this.eventOf = null;
  }

  say(text, event) {
    return this.act(() => post(`${chatPath(this.code)}/say`, { event, text }));
  }

  startFiles() {
    const input = this.part("input[type=file]");
    this.part(".attach").addEventListener("click", () => input.click());
    input.addEventListener("change", async () => {
      const [file] = input.files;
      const send = async () => upload(`${chatPath(this.code)}/file`, crypto.randomUUID(), file);
      if (file) await this.act(send);
      input.value = "";
      this.field.focus();
    });
  }

  openMenu() {
    this.menu.hidden = false;
    this.opener.setAttribute("aria-expanded", "true");
    this.menu.querySelector("button")?.focus();
  }

  // True when it was open.
  closeMenu() {
    const wasOpen = !this.menu.hidden;
    const held = this.menu.contains(document.activeElement);
    this.menu.hidden = true;
    this.opener.setAttribute("aria-expanded", "false");
    if (wasOpen && held) this.opener.focus();
    return wasOpen;
  }

  offer(commands) {
    const held = this.menu.contains(document.activeElement);
    this.opener.hidden = !commands.length;
    this.menu.replaceChildren(...commands.map((item) => this.commandButton(item)));
    if (held) this.openMenu();
  }

  commandButton({ command, description }) {
    const button = document.createElement("button");
    const name = document.createElement("strong");
    name.textContent = command;
    button.type = "button";
    button.append(name, " ", description);
    button.addEventListener("click", () => {
      this.closeMenu();
      this.field.focus();
      this.say(command, crypto.randomUUID());
    });
    return button;
  }
}
