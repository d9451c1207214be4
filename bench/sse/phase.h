/* One phase of a run: the events published since it began, and how long each took to arrive. */
#ifndef PHASE_H
#define PHASE_H

#include <stdint.h>

/* Nanoseconds of CLOCK_MONOTONIC, which all processes of a machine share. */
uint64_t now(void);

/* Forget the last phase. Events stamped before this do not count in the new one. */
void phase_begin(unsigned events);

unsigned phase_events(void);

/* An event that was stamped at `stamp` has arrived at `arrived`. False when it is not of this
   phase. */
int phase_seen(uint64_t stamp, uint64_t arrived);

/* Print the figures of all deliveries so far; `closed` subscribers were lost to the server. */
void phase_report(int complete, int closed, unsigned disordered);

#endif
