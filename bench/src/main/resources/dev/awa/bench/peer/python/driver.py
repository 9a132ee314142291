"""Runs Procrastinate for the benchmark.

Reads commands, one JSON object a line, from stdin and answers each on stdout; tells which jobs ran
with lines "R" of number, start and end (nanoseconds of the monotonic clock).
"""

import asyncio
import json
import logging
import sys
import time
import traceback

from procrastinate import App, PsycopgConnector

FIRST_ORDER = 1_000_000_000
FLUSH_SECONDS = 0.005
CONNECTIONS = 40

logging.getLogger("procrastinate").setLevel(logging.ERROR)


def connector():
    return PsycopgConnector(conninfo=sys.argv[2], min_size=1, max_size=CONNECTIONS)


app = App(connector=connector())
ran = []
sleep_seconds = 0.0
worker = None


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


async def tell_what_ran():
    while True:
        await asyncio.sleep(FLUSH_SECONDS)
        if ran:
            line = " ".join(map(str, ran))
            ran.clear()
            say("R " + line)


@app.task(queue="mail", name="send_email")
async def send_email(to, subject, template, order):
    begun = time.monotonic_ns()
    if sleep_seconds > 0:
        await asyncio.sleep(sleep_seconds)
    ran.extend((order - FIRST_ORDER, begun, time.monotonic_ns()))


def email(n):
    order = FIRST_ORDER + n
    return {
        "to": f"user{order}@example.com",
        "subject": "Your order has shipped",
        "template": "order-shipped",
        "order": order,
    }


async def clock():
    return str(time.monotonic_ns())


async def migrate():
    if not await app.check_connection_async():
        await app.schema_manager.apply_schema_async()


async def enqueue(**range_of):
    first, count = range_of["from"], range_of["count"]
    if count == 1:
        await send_email.defer_async(**email(first))
    else:
        await send_email.batch_defer_async(*(email(first + i) for i in range(count)))


async def work(workers):
    """Works with connections of its own, which end with it."""
    working = app.with_connector(connector())
    async with working.open_async():
        await working.run_worker_async(
            queues=["mail"],
            concurrency=workers,
            delete_jobs="always",
            listen_notify=True,
            install_signal_handlers=False,
        )


async def start(workers, millis):
    global sleep_seconds, worker
    sleep_seconds = millis / 1000
    worker = asyncio.create_task(work(workers))
    worker.add_done_callback(end_with_it)


def end_with_it(task):
    """A worker that breaks must not look like one that is idle."""
    if not task.cancelled() and task.exception() is not None:
        traceback.print_exception(task.exception())
        sys.exit(1)


async def stop():
    worker.cancel()
    await asyncio.wait([worker])


COMMANDS = {
    "clock": clock,
    "migrate": migrate,
    "enqueue": enqueue,
    "start": start,
    "stop": stop,
}


async def answer(line):
    command = json.loads(line)
    number, name = command.pop("id"), command.pop("command")
    try:
        said = {"answer": await COMMANDS[name](**command) or ""}
    except Exception:
        said = {"error": traceback.format_exc()}
    say(json.dumps({"id": number, **said}))


async def main():
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(lines), sys.stdin
    )
    tasks = {asyncio.create_task(tell_what_ran())}
    async with app.open_async():
        async for line in lines:
            task = asyncio.create_task(answer(line))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        if worker is not None and not worker.done():
            await stop()


asyncio.run(main())
