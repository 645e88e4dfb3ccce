"""GETs one URL as Python does it: a TaskGroup over a Semaphore, and httpx or aiohttp. One load per line on stdin."""
import asyncio
import json
import os
import sys
import time


async def measure(get, in_flight, ms):
    semaphore = asyncio.Semaphore(in_flight)
    done = 0

    async def one():
        nonlocal done
        try:
            await get()
            done += 1
        finally:
            semaphore.release()

    cpu, start = os.times(), time.perf_counter()
    async with asyncio.TaskGroup() as group:
        while (time.perf_counter() - start) * 1000 < ms:
            await semaphore.acquire()
            group.create_task(one())
    seconds, now = time.perf_counter() - start, os.times()
    used = now.user - cpu.user + now.system - cpu.system
    return {"requestsPerSecond": done / seconds, "cpuMicrosPerRequest": used * 1e6 / done}


async def serve(get):
    while line := await asyncio.to_thread(sys.stdin.readline):
        load = json.loads(line)
        print(json.dumps(await measure(get, load["inFlight"], load["ms"])), flush=True)


async def with_httpx(url):
    import httpx

    limits = httpx.Limits(max_connections=256, max_keepalive_connections=256)
    async with httpx.AsyncClient(limits=limits, trust_env=False) as client:
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


asyncio.run({"httpx": with_httpx, "aiohttp": with_aiohttp}[sys.argv[1]](sys.argv[2]))
