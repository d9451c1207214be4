/* What one subscriber reads: response head, chunks and SSE events, however the reads cut them. */
#ifndef FRAMES_H
#define FRAMES_H

#include <stddef.h>
#include <stdint.h>

enum part { HEAD, SIZE, DATA, CRLF, WHOLE };

struct reader {
    enum part part;
    int status;     /* of the response; 0 until its head is complete */
    size_t left;    /* bytes that this chunk, or the line break after it, still has */
    char *kept;     /* the event, or the head, that the last read cut */
    size_t length;  /* of what is kept */
};

/* The stamp in an event's data: '@' and 20 digits, nanoseconds of CLOCK_MONOTONIC. */
#define STAMP_MARK '@'
#define STAMP_DIGITS 20

#define READ_SIZE (256 * 1024)

/* Take `size` raw bytes, at most READ_SIZE; `seen` is called for each complete event that has a
   stamp. */
void take(struct reader *reader, const char *raw, size_t size,
          void (*seen)(void *who, uint64_t stamp), void *who);

#endif
