/* See phase.h. */
#include "phase.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static uint64_t since = UINT64_MAX, first, last;
static unsigned wanted;
static uint32_t *micros;
static size_t count, room;

uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

void phase_begin(unsigned events)
{
    since = now();
    first = UINT64_MAX;
    last = count = 0;
    wanted = events;
}

unsigned phase_events(void)
{
    return wanted;
}

int phase_seen(uint64_t stamp, uint64_t arrived)
{
    if (stamp < since)
        return 0;
    if (count == room) {
        room = room ? 2 * room : 1 << 20;
        micros = realloc(micros, room * sizeof *micros);
        if (!micros)
            abort();
    }
    first = stamp < first ? stamp : first;
    last = arrived;
    micros[count++] = (uint32_t)((arrived - stamp) / 1000);
    return 1;
}

static int by_value(const void *a, const void *b)
{
    uint32_t one = *(const uint32_t *)a, other = *(const uint32_t *)b;
    return (one > other) - (one < other);
}

static double below(double share)
{
    size_t at = (size_t)(share * (double)count);
    return count ? micros[at < count ? at : count - 1] / 1e3 : 0;
}

void phase_report(int complete, int closed, unsigned disordered)
{
    if (count)
        qsort(micros, count, sizeof *micros, by_value);
    printf("{\"complete\": %s, \"deliveries\": %zu, \"p50_ms\": %.3f, \"p99_ms\": %.3f, "
           "\"max_ms\": %.3f, \"seconds\": %.4f, \"disordered\": %u, \"closed\": %d}\n",
           complete ? "true" : "false", count, below(0.5), below(0.99), below(1),
           count ? (double)(last - first) / 1e9 : 0, disordered, closed);
}
