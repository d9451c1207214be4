/* See subscribers.h. */
#include "subscribers.h"

#include "frames.h"
#include "phase.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#define MOST 20000
#define AT_ONCE 100 /* connections being made at the same time: fewer than any server's backlog */
#define SMALL_BUFFER 4096

struct subscriber {
    int socket, stalled, asked, ready, closed, unread;
    struct reader reader;
    unsigned events;
    uint64_t newest, grew, reset;
};

static struct subscriber all[MOST];
static int opened, wanted, ready, stalled, closed, full, poll_fd;
static unsigned disordered;
static uint64_t began, arrived;
static const char *path;
static struct sockaddr_in server = {.sin_family = AF_INET};

void check(int good, const char *what)
{
    if (good)
        return;
    fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
    exit(1);
}

void subscribers_begin(int epoll, int port, const char *of)
{
    poll_fd = epoll;
    path = of;
    server.sin_port = htons((uint16_t)port);
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
}

static void watch(struct subscriber *one, int operation, uint32_t events)
{
    struct epoll_event event = {.events = events, .data.ptr = one};
    check(!epoll_ctl(poll_fd, operation, one->socket, &event), "epoll");
}

static void open_next(void)
{
    struct subscriber *one = &all[opened++];
    struct linger abort = {1, 0};
    int small = SMALL_BUFFER;
    one->stalled = opened > wanted - stalled;
    one->socket = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    check(one->socket >= 0, "socket");
    setsockopt(one->socket, SOL_SOCKET, SO_LINGER, &abort, sizeof abort);
    if (one->stalled)
        setsockopt(one->socket, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    int failed = connect(one->socket, (struct sockaddr *)&server, sizeof server);
    check(!failed || errno == EINPROGRESS, "connect");
    watch(one, EPOLL_CTL_ADD, EPOLLOUT);
}

static void ask(struct subscriber *one)
{
    char request[512];
    const char *form = "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n";
    int size = snprintf(request, sizeof request, form, path);
    check(send(one->socket, request, (size_t)size, MSG_NOSIGNAL) == size, "request");
    one->asked = 1;
    watch(one, EPOLL_CTL_MOD, EPOLLIN);
}

static void accepted(struct subscriber *one)
{
    if (one->reader.status != 200) {
        fprintf(stderr, "load: subscriber %d was answered %d\n", opened, one->reader.status);
        exit(1);
    }
    one->ready = 1;
    one->grew = now();
    if (one->stalled)
        watch(one, EPOLL_CTL_MOD, EPOLLRDHUP);
    if (++ready == wanted)
        printf("{\"connected\": %d, \"seconds\": %.3f}\n", ready, (double)(now() - began) / 1e9);
    else if (opened < wanted)
        open_next();
}

static void seen(void *who, uint64_t stamp)
{
    struct subscriber *one = who;
    if (one->stalled || !phase_seen(stamp, arrived))
        return;
    disordered += stamp < one->newest;
    one->newest = stamp;
    if (++one->events == phase_events() && ++full == opened - stalled)
        phase_report(1, closed, disordered);
}

static void lose(struct subscriber *one)
{
    check(one->ready, "a connection ended before its response");
    epoll_ctl(poll_fd, EPOLL_CTL_DEL, one->socket, NULL);
    one->closed = 1;
    one->reset = now();
    closed += !one->stalled;
}

static void receive(struct subscriber *one)
{
    static char raw[READ_SIZE];
    ssize_t size = recv(one->socket, raw, one->stalled ? 1024 : sizeof raw, 0);
    if (size == 0 || (size < 0 && errno != EAGAIN))
        lose(one);
    if (size <= 0)
        return;
    arrived = now();
    take(&one->reader, raw, (size_t)size, seen, one);
    if (one->reader.status && !one->ready)
        accepted(one);
}

/* When the unread bytes of those that never read last grew: since then they take nothing more. */
void subscribers_sample(void)
{
    for (int at = opened - stalled; stalled && at < opened; at++) {
        int unread = 0;
        ioctl(all[at].socket, FIONREAD, &unread);
        if (!all[at].closed && unread > all[at].unread) {
            all[at].unread = unread;
            all[at].grew = now();
        }
    }
}

void subscribers_resets(void)
{
    int found = 0;
    double slowest = 0;
    for (int at = opened - stalled; at < opened; at++) {
        double seconds = (double)(all[at].reset - all[at].grew) / 1e9;
        found += all[at].closed;
        slowest = all[at].closed && seconds > slowest ? seconds : slowest;
    }
    printf("{\"stalled\": %d, \"reset\": %d, \"slowest_s\": %.3f}\n", stalled, found, slowest);
}

void subscribers_expect(int events)
{
    for (int at = 0; at < opened; at++)
        all[at].events = 0;
    full = 0;
    disordered = 0;
    phase_begin((unsigned)events);
    printf("{\"expecting\": %d}\n", events);
}

void subscribers_add(int count, int never_read)
{
    began = now();
    wanted += count;
    stalled = never_read ? count : 0;
    check(wanted <= MOST, "too many subscribers");
    for (int at = 0; at < AT_ONCE && opened < wanted; at++)
        open_next();
}

void subscribers_serve(struct epoll_event event)
{
    struct subscriber *one = event.data.ptr;
    if (!one->asked && event.events == EPOLLOUT)
        ask(one);
    else if (one->ready && one->stalled)
        lose(one);
    else
        receive(one);
}

void subscribers_report(void)
{
    phase_report(0, closed, disordered);
}
