// What the server sends of a figure, and how it becomes what Plotly draws.
const DAY = 86_400_000;

async function inflated(bytes) {
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
}

// What is sent: the length of what is told of the figure, what is told, and the figure; both deflated.
export async function unpacked(bytes) {
  const start = 4 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  const [told, figure] = await Promise.all([bytes.subarray(4, start), bytes.subarray(start)].map(inflated));
  return `{"figure":${figure},${told.slice(1)}`;
}

// Long rows come as the steps from one value to the next; a gap is null.
export function read(text) {
  const sent = JSON.parse(text);
  for (const trace of sent.figure.data) {
    const { x, y } = trace;
    if (x?.days) {
      const days = summed(x.days);
      trace.x = days.map(day => day === null ? null : new Date(day * DAY).toISOString().slice(0, 10));
    }
    if (y?.steps) trace.y = Float32Array.from(summed(y.steps), value => value === null ? NaN : value / y.of);
  }
  return sent;
}

function summed(steps) {
  let at = 0;
  return steps.map(step => step === null ? null : at += step);
}
