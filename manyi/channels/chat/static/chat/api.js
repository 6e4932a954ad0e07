// The protocol: one call each, with the token in a header; refusals become errors that say whether to try again.

const PATIENCE = 20000;

export class Refused extends Error {
  constructor(status, problem, wait) {
    super(problem.detail || `HTTP ${status}`);
    this.status = status;
    this.fields = problem.fields || {};
    this.wait = wait;
  }

  get isFinal() {
    return this.status >= 400 && this.status < 500 && ![401, 408, 409, 429].includes(this.status);
  }
}

export class Api {
  constructor(base, site) {
    this.base = base;
    this.root = `${base}/chat/${encodeURIComponent(site)}/`;
    this.token = "";
  }

  post(path, body = {}) {
    return this.call(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  }

  upload(key, file) {
    const form = new FormData();
    form.append("key", key);
    form.append("file", file, file.name);
    return this.call("files", { method: "POST", body: form, patience: 120000 });
  }

  get(path) {
    return this.call(path, {});
  }

  async blob(id) {
    return (await this.request(`files/${id}`, {})).blob();
  }

  async call(path, options) {
    const answer = await this.request(path, options);
    return answer.status === 204 ? {} : answer.json();
  }

  async request(path, { patience = PATIENCE, headers = {}, ...options }) {
    const answer = await fetch(this.root + path, {
      ...options,
      credentials: "omit",
      headers: this.token ? { ...headers, Authorization: `Bearer ${this.token}` } : headers,
      signal: AbortSignal.timeout ? AbortSignal.timeout(patience) : undefined,
    });
    if (answer.ok) return answer;
    const problem = await answer.json().catch(() => ({}));
    throw new Refused(answer.status, problem, Number(answer.headers.get("Retry-After") || 0) * 1000);
  }
}
