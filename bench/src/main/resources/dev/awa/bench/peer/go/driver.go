// Runs River for the benchmark. Reads commands, one JSON object a line, from stdin and answers each
// on stdout; tells which jobs ran with lines "R" of number, start and end (nanoseconds of the
// monotonic clock).
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"strconv"
	"sync"
	"syscall"
	"time"
	"unsafe"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

const (
	firstOrder     = 1_000_000_000
	flush          = 5 * time.Millisecond
	connections    = 40
	clockMonotonic = 1
)

// The arguments of a job.
type sendEmail struct {
	To       string `json:"to"`
	Subject  string `json:"subject"`
	Template string `json:"template"`
	Order    int64  `json:"order"`
}

func (sendEmail) Kind() string { return "send_email" }

func email(n int64) sendEmail {
	order := firstOrder + n
	return sendEmail{
		To:       "user" + strconv.FormatInt(order, 10) + "@example.com",
		Subject:  "Your order has shipped",
		Template: "order-shipped",
		Order:    order,
	}
}

// The monotonic clock of the system. Go's own is the same one, but starts at 0.
type clock struct {
	begun  time.Time
	offset int64
}

func newClock() (clock, error) {
	var now syscall.Timespec
	begun := time.Now()
	_, _, failed := syscall.Syscall(
		syscall.SYS_CLOCK_GETTIME, clockMonotonic, uintptr(unsafe.Pointer(&now)), 0)
	if failed != 0 {
		return clock{}, failed
	}
	return clock{begun, now.Nano()}, nil
}

func (c clock) nanos() int64 { return c.offset + int64(time.Since(c.begun)) }

// The lines that go out.
type voice struct {
	mutex sync.Mutex
	ran   []byte
}

func (v *voice) say(line []byte) {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	os.Stdout.Write(append(line, '\n'))
}

// Notes that a job ran.
func (v *voice) note(n, from, to int64) {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	for _, number := range []int64{n, from, to} {
		v.ran = append(v.ran, ' ')
		v.ran = strconv.AppendInt(v.ran, number, 10)
	}
}

func (v *voice) tellWhatRan() {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	if len(v.ran) > 0 {
		os.Stdout.Write(append(append([]byte{'R'}, v.ran...), '\n'))
		v.ran = v.ran[:0]
	}
}

// What a handler does.
type worker struct {
	river.WorkerDefaults[sendEmail]
	clock clock
	voice *voice
	sleep time.Duration
}

func (w *worker) Work(_ context.Context, job *river.Job[sendEmail]) error {
	from := w.clock.nanos()
	if w.sleep > 0 {
		time.Sleep(w.sleep)
	}
	w.voice.note(job.Args.Order-firstOrder, from, w.clock.nanos())
	return nil
}

// River in a database. Workers have connections of their own, which end with them.
type queue struct {
	url      string
	pool     *pgxpool.Pool
	producer *river.Client[pgx.Tx]
	working  *pgxpool.Pool
	consumer *river.Client[pgx.Tx]
	clock    clock
	voice    *voice
}

func connect(ctx context.Context, url string) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, err
	}
	config.MaxConns = connections
	return pgxpool.NewWithConfig(ctx, config)
}

func logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
}

func openQueue(ctx context.Context, url string, v *voice) (*queue, error) {
	clock, err := newClock()
	if err != nil {
		return nil, err
	}
	pool, err := connect(ctx, url)
	if err != nil {
		return nil, err
	}
	producer, err := river.NewClient(riverpgxv5.New(pool), &river.Config{Logger: logger()})
	if err != nil {
		return nil, err
	}
	return &queue{url: url, pool: pool, producer: producer, clock: clock, voice: v}, nil
}

func (q *queue) migrate(ctx context.Context) error {
	migrator, err := rivermigrate.New(
		riverpgxv5.New(q.pool), &rivermigrate.Config{Logger: logger()})
	if err != nil {
		return err
	}
	_, err = migrator.Migrate(ctx, rivermigrate.DirectionUp, nil)
	return err
}

func (q *queue) enqueue(ctx context.Context, from int64, count int) error {
	if count == 1 {
		_, err := q.producer.Insert(ctx, email(from), nil)
		return err
	}
	jobs := make([]river.InsertManyParams, count)
	for i := range jobs {
		jobs[i].Args = email(from + int64(i))
	}
	_, err := q.producer.InsertManyFast(ctx, jobs)
	return err
}

func (q *queue) start(ctx context.Context, workers int, sleep time.Duration) error {
	handlers := river.NewWorkers()
	river.AddWorker(handlers, &worker{clock: q.clock, voice: q.voice, sleep: sleep})
	working, err := connect(ctx, q.url)
	if err != nil {
		return err
	}
	consumer, err := river.NewClient(riverpgxv5.New(working), &river.Config{
		FetchCooldown:     time.Millisecond,
		FetchPollInterval: 20 * time.Millisecond,
		Logger:            logger(),
		Queues:            map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: workers}},
		Workers:           handlers,
	})
	if err != nil {
		return err
	}
	q.working = working
	q.consumer = consumer
	return consumer.Start(ctx)
}

func (q *queue) stop(ctx context.Context) error {
	defer q.working.Close()
	return q.consumer.Stop(ctx)
}

type command struct {
	ID      int64  `json:"id"`
	Command string `json:"command"`
	From    int64  `json:"from"`
	Count   int    `json:"count"`
	Workers int    `json:"workers"`
	Millis  int64  `json:"millis"`
}

func (q *queue) do(ctx context.Context, c command) (string, error) {
	switch c.Command {
	case "clock":
		return strconv.FormatInt(q.clock.nanos(), 10), nil
	case "migrate":
		return "", q.migrate(ctx)
	case "enqueue":
		return "", q.enqueue(ctx, c.From, c.Count)
	case "start":
		return "", q.start(ctx, c.Workers, time.Duration(c.Millis)*time.Millisecond)
	case "stop":
		return "", q.stop(ctx)
	default:
		return "", fmt.Errorf("no command %q", c.Command)
	}
}

func (q *queue) answer(ctx context.Context, c command) {
	said := map[string]any{"id": c.ID}
	answer, err := q.do(ctx, c)
	if err != nil {
		said["error"] = err.Error()
	} else {
		said["answer"] = answer
	}
	line, err := json.Marshal(said)
	if err != nil {
		fail(err)
	}
	q.voice.say(line)
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func main() {
	ctx := context.Background()
	v := &voice{}
	q, err := openQueue(ctx, os.Args[2], v)
	if err != nil {
		fail(err)
	}
	go func() {
		for range time.Tick(flush) {
			v.tellWhatRan()
		}
	}()
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var c command
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			fail(err)
		}
		go q.answer(ctx, c)
	}
}
