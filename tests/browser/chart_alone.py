"""A chart on a page of its own, without a server."""

HARNESS = """async () => {
  const kept = {}, { setTimeout: begin, clearTimeout: end } = window;
  let timers = 0;
  window.setTimeout = (call, wait, ...rest) => {
    if (wait !== 5000) return begin(call, wait, ...rest);
    kept[`patience ${++timers}`] = call;
    return `patience ${timers}`;
  };
  window.clearTimeout = timer => timer in kept ? delete kept[timer] : end(timer);
  const { default: draw } = await import("/plot.js");
  const place = document.body.appendChild(document.createElement("div")), told = [], ends = [];
  const graph = () => place.querySelector(".plot-graph");
  const settled = () => new Promise(done => begin(done, 100));
  // As the server packs them: the length of what is told, that, and the figure; deflated, here in one block as it is.
  const deflated = each => {
    const bytes = new TextEncoder().encode(JSON.stringify(each)), { length } = bytes;
    const all = new Uint8Array(7 + length + 4), view = new DataView(all.buffer);
    const [low, high] = bytes.reduce(([one, two], byte) => [(one + byte) % 65521, (two + one + byte) % 65521], [1, 0]);
    all.set([0x78, 0x01, 0x01]);
    view.setUint16(3, length, true);
    view.setUint16(5, ~length, true);
    all.set(bytes, 7);
    view.setUint32(7 + length, high * 65536 + low);
    return all;
  };
  const packed = (figure, rest) => {
    const [told, drawn] = [rest, figure].map(deflated), all = new Uint8Array(4 + told.length + drawn.length);
    new DataView(all.buffer).setUint32(0, told.length);
    all.set(told, 4);
    all.set(drawn, 4 + told.length);
    return all;
  };
  Object.assign(window, {
    told,
    place,
    ends,
    leave: () => { place.remove(); ends.at(-1)() },
    waiting: () => Object.keys(kept).length,
    expire: () => Object.keys(kept).forEach(timer => { const call = kept[timer]; delete kept[timer]; call(); }),
    drawn: async () => (await settled(), [graph().data[0].y[0], ...graph().layout.xaxis.range]),
    row: () => { const { x, y } = graph().data[0]; return [[...x], [...y].map(each => isNaN(each) ? null : each)] },
    showRow: figure => {
      const rest = { alt: "", picture: null, chooses: false, zooms: false, zoomed: false, serial: null };
      ends.push(draw({ data: packed(figure, rest), parentElement: place, setStateValue: () => {} }));
      return settled();
    },
    show: (serial, y) => {
      const layout = { height: 300, xaxis: { type: "date", range: ["2018-01-01", "2026-01-01"] } };
      const figure = { data: [{ type: "scatter", x: ["2021-07-02"], y: [y] }], layout };
      const rest = { alt: "", picture: null, chooses: false, zooms: true, zoomed: true, serial };
      const data = packed(figure, rest);
      ends.push(draw({ data, parentElement: place, setStateValue: (_, value) => told.push(value) }));
      return settled();
    },
  });
}"""
"""The scripts of a chart with a server that answers only when a test says so, and whose patience ends likewise."""
