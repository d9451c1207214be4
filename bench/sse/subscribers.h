/* The connections: made, asked, read from, and the few that never read. */
#ifndef SUBSCRIBERS_H
#define SUBSCRIBERS_H

#include <sys/epoll.h>

/* End with what failed and why, unless it is good. */
void check(int good, const char *what);

/* They are of that port of this machine, and watched by `epoll`. */
void subscribers_begin(int epoll, int port, const char *path);

/* Those that never read are the last to be added. Prints a line when all are answered. */
void subscribers_add(int count, int never_read);

/* Begin a phase: prints a line now, and one when every reader has its events. */
void subscribers_expect(int events);

/* Print the phase as it is. */
void subscribers_report(void);

/* Print how many that never read were reset, and how long after the last byte they took. */
void subscribers_resets(void);

/* Something happened to one of them. */
void subscribers_serve(struct epoll_event event);

/* Look at those that never read; called often. */
void subscribers_sample(void);

#endif
