// What survives a reload: the visitor's token and the messages that are not sent yet, one entry each so that two tabs
// never overwrite each other. Where the browser forbids storage, memory has to do.

export class Store {
  constructor(site, user) {
    this.prefix = `manyi-chat:${site}:${user}:`;
    this.memory = new Map();
  }

  get(name) {
    try {
      return localStorage.getItem(this.prefix + name);
    } catch {
      return this.memory.get(name) ?? null;
    }
  }

  set(name, value) {
    try {
      if (value === null) localStorage.removeItem(this.prefix + name);
      else localStorage.setItem(this.prefix + name, value);
    } catch {
      this.memory.set(name, value);
    }
  }

  keep(message) {
    this.set(`out:${message.key}`, JSON.stringify(message));
  }

  drop(key) {
    this.set(`out:${key}`, null);
  }

  unsent() {
    const found = [];
    const start = `${this.prefix}out:`;
    try {
      for (const name of Object.keys(localStorage)) {
        if (name.startsWith(start)) found.push(JSON.parse(localStorage.getItem(name)));
      }
    } catch {
      return [];
    }
    return found.filter(Boolean).sort((one, other) => one.at - other.at);
  }
}

export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
