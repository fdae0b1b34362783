// @ts-check
/**
 * Draws a chart in the place of its picture when the reader asks for it: zoom, filters, tooltips, marks that are links.
 * Without this script the picture, its sentence and its table stand. Nothing is loaded before it is asked for, and
 * nothing from elsewhere.
 *
 * @typedef {Record<string, any>} Row
 * @typedef {{ signal: (name: string, value?: number) => any, data: (name: string, rows?: Row[]) => any,
 *   runAsync: () => Promise<any>, finalize: () => void }} View
 * @typedef {{ view: View, finalize: () => void }} Embedded
 */

const NARROW = matchMedia("(max-width: 44rem)");
const DARK = matchMedia("(prefers-color-scheme: dark)");
const FILTERS = ["Severity", "Direction", "lane"];
const RANKS = ["none", "low", "medium", "high"];
const FOLLOWING = ["marks", "notice", "effects"];

/** @type {Promise<void> | undefined} */
let engine;

/** Loads the drawing script once. @param {string} src @returns {Promise<void>} */
function load(src) {
  engine ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = src;
    script.onload = () => done();
    script.onerror = () => {
      engine = undefined;
      failed(new Error("the drawing script did not come"));
    };
    document.head.append(script);
  });
  return engine;
}

/** @param {string} tag @param {Record<string, string>} [attributes] @param {string} [text] @returns {HTMLElement} */
function make(tag, attributes = {}, text = "") {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.textContent = text;
  return made;
}

/** Which of the figure's drawings fits the window. @returns {string} */
function look() {
  return (NARROW.matches ? "narrow-" : "") + (DARK.matches ? "dark" : "light");
}

/** One figure, from its button on. */
class Explorer {
  /** @param {HTMLElement} figure */
  constructor(figure) {
    this.figure = figure;
    this.picture = /** @type {HTMLElement} */ (figure.querySelector("picture"));
    this.button = make("button", { type: "button" }, figure.dataset.tool ?? "Explore");
    this.said = make("p", { role: "status", class: "gloss" });
    this.tools = make("div", { class: "chart-tools" });
    this.tools.append(this.button, this.said);
    this.picture.before(this.tools);
    this.stage = make("div", { class: "chart-stage" });
    /** @type {Map<string, Set<string>>} */
    this.hidden = new Map(FILTERS.map((name) => [name, new Set()]));
    /** @type {Embedded | undefined} */
    this.drawn = undefined;
    this.rowKind = "Rows";
    /** @type {Record<string, Row[]>} */
    this.rows = {};
    this.button.addEventListener("click", () => this.begin());
  }

  async begin() {
    this.button.setAttribute("disabled", "");
    this.say("Loading …");
    try {
      await load(this.figure.dataset.script ?? "");
      await this.draw();
    } catch (fault) {
      this.say(`The chart cannot be drawn here (${fault instanceof Error ? fault.message : fault}); its table has the same.`);
      this.button.removeAttribute("disabled");
      return;
    }
    this.button.remove();
    this.picture.hidden = true;
    this.figure.querySelector(".chart-finding")?.removeAttribute("aria-hidden");
    this.addTools();
    for (const query of [NARROW, DARK]) query.addEventListener("change", () => this.draw());
  }

  async draw() {
    const answer = await fetch(this.figure.getAttribute(`data-${look()}`) ?? "");
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
    const spec = await answer.json();
    this.drawn?.finalize();
    if (!this.stage.isConnected) this.picture.after(this.stage);
    // Vega warns of a layer that the boxes have emptied, which is no fault: errors (1) are told.
    const settings = {
      logLevel: 1,
      mode: "vega-lite", renderer: "svg", actions: false, ast: true, defaultStyle: false,
      tooltip: { disableDefaultStyle: true },
    };
    /** @type {Embedded} */
    const drawn = await /** @type {any} */ (window).vegaEmbed(this.stage, spec, settings);
    this.drawn = drawn;
    this.whole = (spec.params ?? []).map((/** @type {{ value: number }} */ each) => each.value);
    this.rowKind = spec.usermeta?.rows ?? "Rows";
    this.rows = {};
    for (const layer of [spec, ...(spec.layer ?? [])]) {
      if (FOLLOWING.includes(layer.data?.name)) this.rows[layer.data.name] = layer.data.values;
    }
    await this.filter();
  }

  addTools() {
    if (this.whole?.length === 2) {
      const zoom = make("div", { class: "chart-zoom", role: "group", "aria-label": "Time shown" });
      /** @type {[string, number, number][]} */
      const moves = [["Closer", 0.5, 0], ["Wider", 2, 0], ["Earlier", 1, -0.5], ["Later", 1, 0.5]];
      for (const [name, scale, shift] of moves) {
        const button = make("button", { type: "button" }, name);
        button.addEventListener("click", () => this.move(scale, shift));
        zoom.append(button);
      }
      const whole = make("button", { type: "button" }, "Whole time");
      whole.addEventListener("click", () => this.show(this.whole[0], this.whole[1]));
      zoom.append(whole);
      this.said.before(zoom);
    }
    for (const name of FILTERS) {
      const values = [...new Set((this.rows.marks ?? []).map((row) => String(row[name])))];
      if (name === "Severity") values.sort((one, other) => RANKS.indexOf(one) - RANKS.indexOf(other));
      if (values.length > 1) this.said.before(this.choice(name, values));
    }
  }

  /** Boxes that show and hide rows. @param {string} name @param {string[]} values @returns {HTMLElement} */
  choice(name, values) {
    const group = make("fieldset");
    group.append(make("legend", {}, name === "lane" ? this.rowKind : name));
    for (const value of values) {
      const box = /** @type {HTMLInputElement} */ (make("input", { type: "checkbox" }));
      box.checked = true;
      box.addEventListener("change", () => {
        const hidden = this.hidden.get(name) ?? new Set();
        box.checked ? hidden.delete(value) : hidden.add(value);
        this.filter();
      });
      const label = make("label");
      label.append(box, " ", make("bdi", {}, value));
      group.append(label);
    }
    return group;
  }

  /** Gives the view the rows that no box hides. */
  async filter() {
    if (!this.drawn) return;
    const visible = (/** @type {Row} */ row) => FILTERS.every((name) => !this.hidden.get(name)?.has(String(row[name])));
    for (const [name, rows] of Object.entries(this.rows)) this.drawn.view.data(name, rows.filter(visible).map((row) => ({ ...row })));
    await this.drawn.view.runAsync();
    this.reach();
    const all = this.rows.marks ?? [];
    this.say(all.length ? `${all.filter(visible).length} of ${all.length} changes shown` : "");
  }

  /** Makes links of the marks that lead somewhere, for those who use a keyboard; a click is Vega's own. */
  reach() {
    for (const node of this.stage.querySelectorAll("[role='graphics-symbol']")) {
      // A node may stand for another row after a filter: where it leads is asked when it is needed.
      const href = () => String(/** @type {any} */ (node).__data__?.href ?? "");
      if (!href().startsWith("/")) continue;
      node.setAttribute("tabindex", "0");
      node.setAttribute("role", "link");
      node.addEventListener("keydown", (event) => {
        if (/** @type {KeyboardEvent} */ (event).key === "Enter") location.assign(href());
      });
    }
  }

  /** @param {number} scale @param {number} shift in widths of what is shown */
  move(scale, shift) {
    const view = this.drawn?.view;
    if (!view) return;
    const [from, to] = [view.signal("from"), view.signal("to")];
    const half = ((to - from) * scale) / 2;
    const middle = (from + to) / 2 + (to - from) * shift;
    this.show(Math.max(middle - half, this.whole[0]), Math.min(middle + half, this.whole[1]));
  }

  /** @param {number} from @param {number} to milliseconds since 1970 */
  async show(from, to) {
    const view = this.drawn?.view;
    if (!view || to - from < 86_400_000) return;
    view.signal("from", from);
    view.signal("to", to);
    await view.runAsync();
    this.reach();
    const day = (/** @type {number} */ at) => new Date(at).toISOString().slice(0, 10);
    this.say(`From ${day(from)} to ${day(to)}`);
  }

  /** @param {string} words */
  say(words) {
    this.said.textContent = words;
  }
}

for (const figure of document.querySelectorAll("figure.chart[data-script]")) {
  new Explorer(/** @type {HTMLElement} */ (figure));
}
