// The keyboard's way over a chart: from mark to mark by their days, each said aloud.
import { element } from "./element.js";
import { placeOf, wordsOf } from "./marks.js";

const { Plotly } = window;
const STEPS = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity };

export class Walk {
  constructor(chart) {
    this.chart = chart;
    this.ring = element("div", { className: "plot-ring", hidden: true });
    this.voice = element("div", { className: "plot-voice", ariaLive: "polite" });
    chart.root.append(this.ring, this.voice);
    chart.graph.addEventListener("keydown", event => this.press(event));
    chart.graph.addEventListener("blur", () => this.stop());
  }

  // After each drawing: the mark that was reached is found again by its slug.
  follow(alt) {
    const { graph, marks } = this.chart;
    graph.setAttribute("role", marks.length ? "application" : "img");
    graph.setAttribute("aria-label", marks.length ? `${alt} Arrow keys go from event to event, Enter opens one.` : alt);
    if (marks.length) graph.tabIndex = 0;
    else graph.removeAttribute("tabindex");
    this.at = marks.findIndex(({ slug }) => slug === this.slug);
    this.place();
  }

  press(event) {
    const { marks } = this.chart;
    if (event.altKey || event.ctrlKey || event.metaKey || !marks.length) return;
    if (event.key in STEPS) this.go(STEPS[event.key]);
    else if (event.key === "Enter" && this.at >= 0) this.chart.choose(marks[this.at].slug);
    else if (event.key === "Escape") this.chart.choose("");
    else return;
    event.preventDefault();
  }

  go(step) {
    const { graph, marks } = this.chart;
    const last = marks.length - 1;
    const from = this.at < 0 && step === -1 ? marks.length : this.at;
    this.at = Math.min(Math.max(from + step, 0), last);
    const mark = marks[this.at];
    this.slug = mark.slug;
    this.isShown = true;
    this.place();
    const { title, date, stance } = wordsOf(mark);
    this.voice.textContent = `${this.at + 1} of ${marks.length}: ${[date, title, stance].filter(Boolean).join(", ")}`;
    Plotly.Fx.hover(graph, [{ curveNumber: mark.curve, pointNumber: mark.point }]);
  }

  place() {
    const { graph, marks } = this.chart;
    const mark = marks?.[this.at];
    this.ring.hidden = !mark || !this.isShown;
    if (this.ring.hidden) return;
    const [x, y] = placeOf(graph, mark);
    this.ring.style.translate = `${graph.offsetLeft + x}px ${graph.offsetTop + y}px`;
  }

  stop() {
    this.isShown = false;
    this.place();
    if (this.chart.sent) Plotly.Fx.unhover(this.chart.graph);
  }
}
