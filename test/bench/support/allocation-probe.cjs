// Loaded with --require into a process that is measured. At SIGUSR2 it begins to count what is allocated on V8's heap; at the
// next one it writes the bytes to the file that BENCH_PROBE names. What it says at the first is that it has begun.
const { renameSync, writeFileSync } = require('node:fs');
const { GCProfiler, getHeapStatistics } = require('node:v8');

const file = process.env.BENCH_PROBE;
let counting;

process.on('SIGUSR2', () => {
  const bytes = counting ? allocatedSince(counting) : 0;
  counting = counting ? undefined : begin();
  writeFileSync(`${file}.part`, String(bytes));
  renameSync(`${file}.part`, file);
});

function begin() {
  const profiler = new GCProfiler();
  profiler.start();
  return { profiler, used: getHeapStatistics().used_heap_size };
}

/** What was there before each collection, less what the one before had left. */
function allocatedSince({ profiler, used }) {
  let left = used;
  let bytes = 0;
  for (const { beforeGC, afterGC } of profiler.stop().statistics) {
    bytes += beforeGC.heapStatistics.usedHeapSize - left;
    left = afterGC.heapStatistics.usedHeapSize;
  }
  return bytes + getHeapStatistics().used_heap_size - left;
}
