// What a drag, a wheel or two fingers leave in view is the period: the server hears of it once, when the gesture ends.
import { element } from "./element.js";

const { Plotly } = window;
const DAY = 86_400_000;
const LEAST = 7 * DAY;
// The first and the last year that the record knows.
const [FIRST, LAST] = [Date.UTC(1949, 0, 1), Date.UTC(2100, 11, 31)];
const DRAGGED = 6;
const DOUBLE = 300;
const QUIET = 400;
const PATIENCE = 5000;

export class Zoom {
  constructor(chart) {
    this.chart = chart;
    this.fingers = new Map();
    this.band = element("div", { className: "plot-band", hidden: true });
    chart.root.append(this.band);
    const { graph } = chart;
    graph.addEventListener("pointerdown", event => this.press(event));
    graph.addEventListener("wheel", event => this.wheel(event), { passive: false });
    this.ended = new AbortController();
    for (const [name, heard] of [["pointermove", this.move], ["pointerup", this.release], ["pointercancel", this.release]])
      addEventListener(name, event => heard.call(this, event), { signal: this.ended.signal });
  }

  get axis() {
    return this.chart.graph._fullLayout.xaxis;
  }

  // Plotly counts days in milliseconds of UTC, and so does this: no time zone is asked.
  at(x) {
    const left = this.chart.graph.getBoundingClientRect().x + this.axis._offset;
    return this.axis.p2c(Math.min(Math.max(x - left, 0), this.axis._length));
  }

  isInside({ clientX, clientY }) {
    const box = this.chart.graph.getBoundingClientRect();
    const { _size: size, height, width } = this.chart.graph._fullLayout;
    const x = clientX - box.x, y = clientY - box.y;
    return x >= size.l && x <= width - size.r && y >= size.t && y <= height - size.b;
  }

  press(event) {
    if (!this.chart.sent?.zooms || !this.isInside(event)) return;
    if (event.pointerType === "touch") this.touch(event);
    else if (event.button === 0) this.start = event;
  }

  touch({ pointerId, clientX }) {
    this.fingers.set(pointerId, { days: this.at(clientX), clientX });
    for (const finger of this.fingers.values()) finger.days = this.at(finger.clientX);
  }

  move(event) {
    const finger = this.fingers.get(event.pointerId);
    if (finger) {
      finger.clientX = event.clientX;
      if (this.fingers.size === 2) this.pinch();
    } else if (this.start?.pointerId === event.pointerId) this.drag(event);
  }

  drag({ clientX }) {
    const from = this.start.clientX;
    if (this.band.hidden && Math.abs(clientX - from) < DRAGGED) return;
    const { graph } = this.chart;
    const size = graph._fullLayout._size, left = graph.getBoundingClientRect().x;
    const [a, b] = [from, clientX].map(x => Math.min(Math.max(x - left, size.l), size.l + size.w)).sort((x, y) => x - y);
    Object.assign(this.band.style, {
      left: `${graph.offsetLeft + a}px`, width: `${b - a}px`, top: `${graph.offsetTop + size.t}px`, height: `${size.h}px`,
    });
    this.band.hidden = false;
  }

  // The two days under the fingers stay under them.
  pinch() {
    const [one, other] = [...this.fingers.values()].sort((a, b) => a.days - b.days);
    const apart = Math.max(other.clientX - one.clientX, 20);
    const scale = Math.max(other.days - one.days, DAY) / apart;
    const left = this.chart.graph.getBoundingClientRect().x + this.axis._offset;
    const first = one.days - scale * (one.clientX - left);
    this.preview([first, first + scale * this.axis._length]);
  }

  release(event) {
    if (this.fingers.delete(event.pointerId)) {
      if (!this.fingers.size) this.finish();
      return;
    }
    const { start } = this;
    if (start?.pointerId !== event.pointerId) return;
    this.start = null;
    if (event.type === "pointercancel") return this.finish();
    if (this.band.hidden) return this.click();
    const days = [this.at(start.clientX), this.at(event.clientX)].sort((a, b) => a - b);
    this.preview(days);
    this.finish();
  }

  // Plotly covers the page while a button is down, so that no double click arrives from the browser.
  click() {
    const isSecond = performance.now() - this.clickedAt < DOUBLE;
    this.clickedAt = performance.now();
    if (isSecond && this.chart.sent.zoomed) this.send(null);
    else this.finish();
  }

  // As on maps: the wheel alone goes on along the page.
  wheel(event) {
    if (!(event.ctrlKey || event.metaKey) || !this.chart.sent?.zooms || !this.isInside(event)) return;
    event.preventDefault();
    const [first, last] = this.shown ?? this.axis.range.map(this.axis.r2l);
    const middle = this.at(event.clientX);
    const factor = Math.exp(Math.max(-1, Math.min(1, event.deltaY / 200)));
    this.preview([middle - (middle - first) * factor, middle + (last - middle) * factor]);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.finish(), QUIET);
  }

  // Show a part of time at once; what belongs to it is drawn when the server has answered.
  preview([first, last]) {
    const air = Math.max(LEAST - (last - first), 0) / 2;
    this.shown = [Math.max(first - air, FIRST), Math.min(last + air, LAST)];
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = null;
      if (!this.shown) return;
      const range = this.shown.map(each => new Date(each).toISOString().slice(0, 16).replace("T", " "));
      const axes = Object.keys(this.chart.graph._fullLayout).filter(name => /^xaxis\d*$/.test(name));
      Plotly.relayout(this.chart.graph, Object.fromEntries(axes.map(name => [`${name}.range`, range])));
      this.chart.walk.place();
    });
  }

  finish() {
    const { shown } = this;
    this.band.hidden = true;
    this.timer = null;
    if (!shown) return this.chart.catchUp();
    this.endedAt = performance.now();
    this.send(shown.map(each => new Date(each).toISOString().slice(0, 10)));
  }

  send(days) {
    this.serial = (this.serial ?? Date.now()) + 1;
    this.tell({ days, serial: this.serial }, 2);
  }

  // What is told can be lost on the way: it is told twice before what the server sent last holds again.
  tell(told, times) {
    clearTimeout(this.waiting);
    this.waiting = null;
    if (!times) return this.chart.takeBack();
    this.chart.say("zoomed", told);
    this.waiting = setTimeout(() => this.tell(told, times - 1), PATIENCE);
  }

  // A click that the end of a gesture brings along is none.
  justEnded() {
    return performance.now() - this.endedAt < 300;
  }

  // Whether a figure was made before the server heard of the last gesture, or in the middle of one: it would jump back.
  isAhead({ serial }) {
    if (this.fingers.size || this.start || this.timer) return true;
    return Boolean(this.waiting) && this.serial > (serial ?? 0);
  }

  taken() {
    this.shown = null;
    clearTimeout(this.waiting);
    this.waiting = null;
  }

  remove() {
    this.ended.abort();
    clearTimeout(this.timer);
    this.taken();
  }
}
