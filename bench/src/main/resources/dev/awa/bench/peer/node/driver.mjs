// Runs pg-boss or graphile-worker for the benchmark. Reads commands, one JSON object a line, from
// stdin and answers each on stdout; tells which jobs ran with lines "R" of number, start and end
// (nanoseconds of the monotonic clock).
import { createInterface } from "node:readline";

const [peer, url] = process.argv.slice(2);
const FLUSH_MILLIS = 5;
const FIRST_ORDER = 1_000_000_000;

const say = (line) => process.stdout.write(line + "\n");

let ran = [];
setInterval(() => {
  if (ran.length > 0) {
    say("R " + ran.join(" "));
    ran = [];
  }
}, FLUSH_MILLIS);

const sleep = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

async function work(data, millis) {
  const from = process.hrtime.bigint();
  if (millis > 0) {
    await sleep(millis);
  }
  ran.push(data.order - FIRST_ORDER, from, process.hrtime.bigint());
}

function email(n) {
  const order = FIRST_ORDER + n;
  return {
    to: `user${order}@example.com`,
    subject: "Your order has shipped",
    template: "order-shipped",
    order,
  };
}

const emails = (from, count) => Array.from({ length: count }, (_, i) => email(from + i));

async function pgBoss() {
  const { default: PgBoss } = await import("pg-boss");
  const queue = "mail";
  const boss = new PgBoss({ connectionString: url, max: 40 });
  boss.on("error", (error) => console.error(error));
  return {
    async migrate() {
      await boss.start();
      await boss.createQueue(queue);
    },
    async enqueue(from, count) {
      if (count === 1) {
        await boss.send(queue, email(from));
      } else {
        await boss.insert(emails(from, count).map((data) => ({ name: queue, data })));
      }
    },
    async start(workers, millis) {
      const options = { batchSize: 1000, pollingIntervalSeconds: 0.5 };
      for (let i = 0; i < workers; i++) {
        await boss.work(queue, options, (jobs) =>
          Promise.all(jobs.map((job) => work(job.data, millis))),
        );
      }
    },
    stop: () => boss.offWork(queue),
    close: () => boss.stop({ graceful: false, wait: false }),
  };
}

async function graphile() {
  const { Logger, makeWorkerUtils, run } = await import("graphile-worker");
  const logger = new Logger(() => (level, message) => {
    if (level === "error") {
      console.error(message);
    }
  });
  const task = "send_email";
  const utils = await makeWorkerUtils({ connectionString: url, maxPoolSize: 20, logger });
  let runner;
  return {
    migrate: () => utils.migrate(),
    async enqueue(from, count) {
      if (count === 1) {
        await utils.addJob(task, email(from));
      } else {
        await utils.addJobs(
          emails(from, count).map((payload) => ({ identifier: task, payload })),
        );
      }
    },
    async start(workers, millis) {
      runner = await run({
        preset: {
          worker: {
            connectionString: url,
            concurrentJobs: workers,
            maxPoolSize: workers + 1,
            localQueue: { size: 500 },
            completeJobBatchDelay: 0,
            failJobBatchDelay: 0,
          },
        },
        logger,
        noHandleSignals: true,
        taskList: { [task]: (payload) => work(payload, millis) },
      });
    },
    stop: () => runner.stop(),
    close: () => utils.release(),
  };
}

const queue = await (peer === "pg-boss" ? pgBoss() : graphile());

const commands = {
  clock: () => process.hrtime.bigint().toString(),
  migrate: () => queue.migrate(),
  enqueue: ({ from, count }) => queue.enqueue(from, count),
  start: ({ workers, millis }) => queue.start(workers, millis),
  stop: () => queue.stop(),
};

async function answer(line) {
  const command = JSON.parse(line);
  try {
    const answered = await commands[command.command](command);
    say(JSON.stringify({ id: command.id, answer: answered ?? "" }));
  } catch (error) {
    say(JSON.stringify({ id: command.id, error: String(error?.stack ?? error) }));
  }
}

const lines = createInterface({ input: process.stdin });
lines.on("line", (line) => void answer(line));
lines.on("close", async () => {
  await Promise.race([Promise.resolve(queue.close()).catch(() => {}), sleep(2000)]);
  process.exit(0);
});
