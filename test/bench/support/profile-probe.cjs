// Loaded with --require into a process that is measured. At SIGUSR2 it begins a CPU profile; at the next one it writes it to the
// file that BENCH_PROBE names. What it says at the first is that it has begun.
const { renameSync, writeFileSync } = require('node:fs');
const { Session } = require('node:inspector/promises');

const file = process.env.BENCH_PROBE;
const SAMPLE_US = 100;
let session;

process.on('SIGUSR2', async () => {
  const taken = session ? await end() : await begin();
  writeFileSync(`${file}.part`, JSON.stringify(taken));
  renameSync(`${file}.part`, file);
});

async function begin() {
  session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_US });
  await session.post('Profiler.start');
  return null;
}

async function end() {
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  session = undefined;
  return profile;
}
