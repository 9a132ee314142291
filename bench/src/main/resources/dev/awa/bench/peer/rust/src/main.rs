//! Runs the original Awa for the benchmark. Reads commands, one JSON object a line, from stdin and
//! answers each on stdout; tells which jobs ran with lines "R" of number, start and end
//! (nanoseconds of the monotonic clock).

use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use awa::{
    insert_with, migrations, Client, InsertOpts, InsertParams, JobArgs, JobResult, QueueConfig,
    QueueStorage, QueueStorageConfig,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::postgres::{PgPool, PgPoolOptions};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::runtime::Handle;

type Failure = Box<dyn Error + Send + Sync>;

const QUEUE: &str = "mail";
const FIRST_ORDER: i64 = 1_000_000_000;
const FLUSH: Duration = Duration::from_millis(5);
const CONNECTIONS: u32 = 80;
const TO_STOP: Duration = Duration::from_secs(30);

/// The arguments of a job.
#[derive(Serialize, Deserialize, JobArgs)]
struct SendEmail {
    to: String,
    subject: String,
    template: String,
    order: i64,
}

fn email(n: i64) -> SendEmail {
    let order = FIRST_ORDER + n;
    SendEmail {
        to: format!("user{order}@example.com"),
        subject: "Your order has shipped".into(),
        template: "order-shipped".into(),
        order,
    }
}

fn options() -> InsertOpts {
    InsertOpts {
        queue: QUEUE.into(),
        ..InsertOpts::default()
    }
}

/// The monotonic clock of the system.
fn nanos() -> i64 {
    let mut now = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: the system writes a time to a place that is there for it.
    let failed = unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &mut now) };
    assert_eq!(failed, 0, "there is no monotonic clock");
    now.tv_sec as i64 * 1_000_000_000 + now.tv_nsec as i64
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    if out.write_all(line.as_bytes()).and_then(|()| out.flush()).is_err() {
        std::process::exit(1); // nobody listens any more
    }
}

/// The jobs that ran and were not told of yet.
#[derive(Default)]
struct Ran(Mutex<String>);

impl Ran {
    fn note(&self, n: i64, from: i64) {
        let mut text = self.0.lock().unwrap();
        let _ = write!(text, " {n} {from} {}", nanos()); // a text takes everything
    }

    fn tell(&self) {
        let text = std::mem::take(&mut *self.0.lock().unwrap());
        if !text.is_empty() {
            say(&format!("R{text}\n"));
        }
    }
}

async fn connect(url: &str) -> Result<PgPool, Failure> {
    let pool = PgPoolOptions::new().max_connections(CONNECTIONS);
    Ok(pool.connect(url).await?)
}

/// The original Awa in a database. Workers have connections of their own, which end with them.
struct Queue {
    url: String,
    pool: PgPool,
    store: QueueStorage,
    ran: Arc<Ran>,
    client: tokio::sync::Mutex<Option<Client>>,
}

#[derive(Deserialize)]
struct Command {
    id: i64,
    command: String,
    #[serde(default)]
    from: i64,
    #[serde(default)]
    count: i64,
    #[serde(default)]
    workers: u32,
    #[serde(default)]
    millis: u64,
}

impl Queue {
    async fn open(url: &str) -> Result<Queue, Failure> {
        Ok(Queue {
            url: url.into(),
            pool: connect(url).await?,
            store: QueueStorage::new(QueueStorageConfig::default())?,
            ran: Arc::default(),
            client: tokio::sync::Mutex::default(),
        })
    }

    /// Jobs that are enqueued before the first worker starts must lie in the new storage too.
    fn migrate(&self) -> Result<(), Failure> {
        // what migrates can't be sent between threads, so it is waited for on this one
        tokio::task::block_in_place(|| {
            Handle::current().block_on(async {
                migrations::run(&self.pool).await?;
                self.store.install(&self.pool).await?;
                Ok(())
            })
        })
    }

    async fn enqueue(&self, from: i64, count: i64) -> Result<(), Failure> {
        if count == 1 {
            insert_with(&self.pool, &email(from), options()).await?;
            return Ok(());
        }
        let jobs = (from..from + count)
            .map(|n| {
                Ok(InsertParams {
                    kind: SendEmail::kind().into(),
                    args: serde_json::to_value(email(n))?,
                    opts: options(),
                })
            })
            .collect::<Result<Vec<_>, Failure>>()?;
        self.store.enqueue_params_copy(&self.pool, &jobs).await?;
        Ok(())
    }

    async fn start(&self, workers: u32, sleep: Duration) -> Result<(), Failure> {
        let ran = Arc::clone(&self.ran);
        let client = Client::builder(connect(&self.url).await?)
            .queue(
                QUEUE,
                QueueConfig {
                    max_workers: workers,
                    poll_interval: Duration::from_millis(50),
                    deadline_duration: Duration::ZERO,
                    ..QueueConfig::default()
                },
            )
            .register::<SendEmail, _, _>(move |email, _| {
                let ran = Arc::clone(&ran);
                async move {
                    let from = nanos();
                    if !sleep.is_zero() {
                        tokio::time::sleep(sleep).await;
                    }
                    ran.note(email.order - FIRST_ORDER, from);
                    Ok(JobResult::Completed)
                }
            })
            .build()?;
        client.start().await?;
        *self.client.lock().await = Some(client);
        Ok(())
    }

    async fn stop(&self) {
        if let Some(client) = self.client.lock().await.take() {
            client.shutdown(TO_STOP).await;
            client.pool().close().await;
        }
    }

    async fn run(&self, command: &Command) -> Result<String, Failure> {
        match command.command.as_str() {
            "clock" => return Ok(nanos().to_string()),
            "migrate" => self.migrate()?,
            "enqueue" => self.enqueue(command.from, command.count).await?,
            "start" => {
                let sleep = Duration::from_millis(command.millis);
                self.start(command.workers, sleep).await?;
            }
            "stop" => self.stop().await,
            other => return Err(format!("no command {other}").into()),
        }
        Ok(String::new())
    }

    async fn answer(&self, command: Command) {
        let line = match self.run(&command).await {
            Ok(answer) => json!({"id": command.id, "answer": answer}),
            Err(failure) => json!({"id": command.id, "error": failure.to_string()}),
        };
        say(&format!("{line}\n"));
    }
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let url = std::env::args().nth(2).ok_or("the address of a database is missing")?;
    let queue = Arc::new(Queue::open(&url).await?);
    let ran = Arc::clone(&queue.ran);
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(FLUSH).await;
            ran.tell();
        }
    });
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Some(line) = lines.next_line().await? {
        let command = serde_json::from_str(&line)?;
        let queue = Arc::clone(&queue);
        tokio::spawn(async move { queue.answer(command).await });
    }
    std::process::exit(0); // it is over with the connections
}
