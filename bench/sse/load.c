/* Many subscribers of one SSE stream in one process, the same for every server that is measured.

   load PORT PATH, then commands on stdin, each answered by one JSON object a line:
     connect N   N subscribers, answered when all have their response head
     stall K     K more that never read after the head
     expect E    begin a phase; answered at once, and again when every reader has E events of it
     report      the phase as it is now
     resets      how many of the stalled were reset, and how long after their last byte
   It ends with its stdin. */
#include "subscribers.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void command(void)
{
    char line[64], word[16] = "";
    int number = 0;
    if (!fgets(line, sizeof line, stdin))
        exit(0);
    sscanf(line, "%15s %d", word, &number);
    if (!strcmp(word, "stall") || !strcmp(word, "connect"))
        subscribers_add(number, *word == 's');
    else if (!strcmp(word, "expect"))
        subscribers_expect(number);
    else if (!strcmp(word, "report"))
        subscribers_report();
    else
        subscribers_resets();
}

int main(int count, char **given)
{
    struct epoll_event events[256], input = {.events = EPOLLIN};
    if (count != 3) {
        fputs("usage: load PORT PATH\n", stderr);
        return 2;
    }
    int poll_fd = epoll_create1(0);
    subscribers_begin(poll_fd, atoi(given[1]), given[2]);
    check(!epoll_ctl(poll_fd, EPOLL_CTL_ADD, STDIN_FILENO, &input), "stdin");
    setvbuf(stdin, NULL, _IONBF, 0);
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (;;) {
        int found = epoll_wait(poll_fd, events, 256, 50);
        check(found >= 0 || errno == EINTR, "epoll");
        for (int at = 0; at < found; at++) {
            if (events[at].data.ptr)
                subscribers_serve(events[at]);
            else
                command();
        }
        subscribers_sample();
    }
}
