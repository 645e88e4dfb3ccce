/** Whether a call that is aborted once the API has its request makes the server close the socket. */
export async function closes(api, call) {
  const stop = new AbortController();
  const running = call(stop.signal).catch(() => undefined);
  const arrived = await pendingIs(api, 1);
  stop.abort();
  await running;
  return arrived && pendingIs(api, 0);
}

async function pendingIs(api, wanted) {
  for (let tries = 0; tries < 100; tries++) {
    const response = await fetch(`${api}/pending`);
    if ((await response.json()) === wanted) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}
