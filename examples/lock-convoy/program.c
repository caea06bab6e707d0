// A settlement job in batches of 1.3 s: 0.6 s of pricing on every CPU, 0.4 s of merging on one, then a wait for the
// next batch. From half time on every order takes the ledger's lock while it is priced: the same work, one CPU at a time.
// cc -O1 -fno-omit-frame-pointer -fno-inline -o settlement program.c -lpthread
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <time.h>

#define WORKERS 4
#define BATCH_EVERY_NS 1300000000LL
#define PRICE_FOR_NS 600000000LL
#define MERGE_FOR_NS 400000000LL

static pthread_mutex_t ledger_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t batch_start, batch_end;
static long long started_ns, stop_after_ns, convoy_from_ns, price_until_ns;
static int finished;
volatile uint64_t sink;

// A function that calls no other is compiled without a frame pointer, and perf then loses its caller.
#define KEEP_FRAME __asm__ volatile("" : : "r"(__builtin_frame_address(0)))

static long long now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void sleep_until(long long ns) {
  struct timespec t = {ns / 1000000000LL, ns % 1000000000LL};
  clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
}

static uint64_t price_order(uint64_t seed) {
  KEEP_FRAME;
  double value = (double)(seed % 1000) + 1;
  for (int i = 0; i < 40000; i++) value = value * 1.0000001 + 1.0 / (value + i);
  return (uint64_t)value;
}

static uint64_t apply_discounts(uint64_t amount) {
  KEEP_FRAME;
  for (int i = 0; i < 20000; i++) amount = amount * 31 + (amount >> 3);
  return amount;
}

static uint64_t settle_order(uint64_t seed) { return apply_discounts(price_order(seed)); }

static uint64_t hold_ledger_lock(uint64_t seed) {
  pthread_mutex_lock(&ledger_lock);
  uint64_t amount = settle_order(seed);
  pthread_mutex_unlock(&ledger_lock);
  return amount;
}

static void price_orders(uint64_t seed) {
  for (long long now = now_ns(); now < price_until_ns; now = now_ns()) {
    seed = seed * 6364136223846793005ULL + 1;
    sink += now < convoy_from_ns ? settle_order(seed) : hold_ledger_lock(seed);
  }
}

static void stay_on_cpu(int cpu) {
  cpu_set_t cpus;
  CPU_ZERO(&cpus);
  CPU_SET(cpu, &cpus);
  pthread_setaffinity_np(pthread_self(), sizeof cpus, &cpus);
}

static void *worker(void *number) {
  prctl(PR_SET_NAME, "pricing");
  stay_on_cpu((int)((uintptr_t)number % 2));
  for (;;) {
    pthread_barrier_wait(&batch_start);
    if (finished) return NULL;
    price_orders((uint64_t)(uintptr_t)number + 1);
    pthread_barrier_wait(&batch_end);
  }
}

static uint64_t sort_run(uint64_t seed) {
  KEEP_FRAME;
  static uint64_t run[4096];
  for (int i = 0; i < 4096; i++) run[i] = seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
  for (int gap = 2048; gap > 0; gap /= 2)
    for (int i = gap; i < 4096; i++) {
      uint64_t value = run[i];
      int j = i;
      for (; j >= gap && run[j - gap] > value; j -= gap) run[j] = run[j - gap];
      run[j] = value;
    }
  return run[2048];
}

static void merge_results_single_threaded(long long until) {
  for (uint64_t seed = 1; now_ns() < until; seed++) sink += sort_run(seed);
}

int main(int argc, char **argv) {
  long seconds = argc > 1 ? atol(argv[1]) : 60;
  prctl(PR_SET_NAME, "settlement");
  started_ns = now_ns();
  stop_after_ns = started_ns + seconds * 1000000000LL;
  convoy_from_ns = started_ns + seconds * 500000000LL;
  pthread_barrier_init(&batch_start, NULL, WORKERS + 1);
  pthread_barrier_init(&batch_end, NULL, WORKERS + 1);
  pthread_t threads[WORKERS];
  for (uintptr_t i = 0; i < WORKERS; i++) pthread_create(&threads[i], NULL, worker, (void *)i);
  for (long long at = started_ns; at < stop_after_ns; at += BATCH_EVERY_NS) {
    sleep_until(at);
    price_until_ns = at + PRICE_FOR_NS;
    pthread_barrier_wait(&batch_start);
    pthread_barrier_wait(&batch_end);
    merge_results_single_threaded(now_ns() + MERGE_FOR_NS);
  }
  finished = 1;
  pthread_barrier_wait(&batch_start);
  for (int i = 0; i < WORKERS; i++) pthread_join(threads[i], NULL);
  return 0;
}
