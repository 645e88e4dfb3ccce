"""GETs one URL as Python does it: a TaskGroup over a Semaphore, and httpx or aiohttp. One load per line on stdin, for a time or a number."""
import asyncio
import json
import math
import os
import ssl
import sys
import time


async def measure(get, in_flight, ms, count):
    semaphore = asyncio.Semaphore(in_flight)
    begun = done = 0

    async def one():
        nonlocal done
        try:
            await get()
            done += 1
        finally:
            semaphore.release()

    cpu, start = os.times(), time.perf_counter()
    async with asyncio.TaskGroup() as group:
        while begun < count and (time.perf_counter() - start) * 1000 < ms:
            begun += 1
            await semaphore.acquire()
            group.create_task(one())
    seconds, now = time.perf_counter() - start, os.times()
    used = now.user - cpu.user + now.system - cpu.system
    return {"requestsPerSecond": done / seconds, "cpuMicrosPerRequest": used * 1e6 / done}


async def serve(get):
    while line := await asyncio.to_thread(sys.stdin.readline):
        load = json.loads(line)
        print(json.dumps(await measure(get, load["inFlight"], load.get("ms", math.inf), load.get("count", math.inf))), flush=True)


async def with_httpx(url, ca=None):
    import httpx

    verify = ssl.create_default_context(cafile=ca) if ca else True
    limits = httpx.Limits(max_connections=256, max_keepalive_connections=256)
    async with httpx.AsyncClient(limits=limits, trust_env=False, verify=verify) as client:
        async def get():
            return (await client.get(url)).json()

        await serve(get)


async def with_aiohttp(url):
    import aiohttp

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=256)) as client:
        async def get():
            async with client.get(url) as response:
                return await response.json()

        await serve(get)


asyncio.run({"httpx": with_httpx, "aiohttp": with_aiohttp}[sys.argv[1]](*sys.argv[2:]))
