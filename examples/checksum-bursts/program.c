// A storage node: it serves requests at about a third of one CPU, and every 700 ms a scrubber checks blocks for
// 80 ms on every CPU at once. Averages hide the scrubber; a heat map does not.
// cc -O1 -fno-omit-frame-pointer -fno-inline -o storage-node program.c -lpthread
#define _GNU_SOURCE
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <time.h>

#define SCRUB_EVERY_NS 700000000LL
#define SCRUB_FOR_NS 80000000LL
#define REQUEST_EVERY_NS 9000000LL
#define REQUEST_FOR_NS 2500000LL
#define BLOCK_BYTES 65536

static uint8_t blocks[64][BLOCK_BYTES];
static long long started_ns, stop_after_ns;
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

static uint64_t checksum_block(const uint8_t *block) {
  KEEP_FRAME;
  uint64_t a = 1, b = 0;
  for (int i = 0; i < BLOCK_BYTES; i++) {
    a = (a + block[i]) % 65521;
    b = (b + a) % 65521;
  }
  return b << 16 | a;
}

static void scrub_blocks(long long until) {
  for (int i = 0; now_ns() < until; i = (i + 1) % 64) sink += checksum_block(blocks[i]);
}

static void *scrubber(void *unused) {
  prctl(PR_SET_NAME, "scrubber");
  for (long long at = started_ns + SCRUB_EVERY_NS; at < stop_after_ns; at += SCRUB_EVERY_NS) {
    sleep_until(at);
    scrub_blocks(at + SCRUB_FOR_NS);
  }
  return unused;
}

static uint64_t parse_request(uint64_t seed) {
  KEEP_FRAME;
  for (int i = 0; i < 3000; i++) seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
  return seed;
}

static uint64_t read_from_index(uint64_t seed) {
  KEEP_FRAME;
  uint64_t found = 0;
  for (int i = 0; i < 6000; i++) {
    seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
    found += blocks[seed % 64][seed % BLOCK_BYTES];
  }
  return found;
}

static uint64_t encode_response(uint64_t found) {
  KEEP_FRAME;
  for (int i = 0; i < 2000; i++) found = (found << 7 | found >> 57) + 0x9e3779b97f4a7c15ULL;
  return found;
}

static void serve_request(long long until) {
  for (uint64_t seed = 88172645463325252ULL; now_ns() < until;) {
    seed = parse_request(seed);
    sink += encode_response(read_from_index(seed));
  }
}

static void *request_thread(void *unused) {
  prctl(PR_SET_NAME, "requests");
  for (long long at = started_ns; at < stop_after_ns; at += REQUEST_EVERY_NS) {
    sleep_until(at);
    serve_request(at + REQUEST_FOR_NS);
  }
  return unused;
}

int main(int argc, char **argv) {
  long seconds = argc > 1 ? atol(argv[1]) : 60;
  started_ns = now_ns();
  stop_after_ns = started_ns + seconds * 1000000000LL;
  for (int i = 0; i < 64; i++)
    for (int j = 0; j < BLOCK_BYTES; j++) blocks[i][j] = (uint8_t)(i * 131 + j * 7);
  pthread_t threads[3];
  pthread_create(&threads[0], NULL, scrubber, NULL);
  pthread_create(&threads[1], NULL, scrubber, NULL);
  pthread_create(&threads[2], NULL, request_thread, NULL);
  for (int i = 0; i < 3; i++) pthread_join(threads[i], NULL);
  return 0;
}
