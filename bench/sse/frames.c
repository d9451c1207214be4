/* See frames.h. */
#define _GNU_SOURCE
#include "frames.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST_EVENT (64 * 1024)

static char text[LONGEST_EVENT + READ_SIZE];
static size_t length;

static int head_byte(struct reader *reader, char byte)
{
    text[length++] = byte;
    if (length < 4 || memcmp(text + length - 4, "\r\n\r\n", 4))
        return 0;
    text[length] = 0;
    reader->part = strcasestr(text, "\r\nTransfer-Encoding: chunked") ? SIZE : WHOLE;
    reader->status = length > 12 ? atoi(text + 9) : -1;
    length = 0;
    return 1;
}

static size_t head(struct reader *reader, const char *raw, size_t size)
{
    for (size_t at = 0; at < size; at++)
        if (head_byte(reader, raw[at]))
            return at + 1;
    return size;
}

static void size_byte(struct reader *reader, char byte)
{
    const char *digits = "0123456789abcdef", *digit = byte ? strchr(digits, byte | 0x20) : NULL;
    if (byte == '\n')
        reader->part = DATA;
    else if (digit)
        reader->left = reader->left * 16 + (size_t)(digit - digits);
}

static size_t data(struct reader *reader, const char *raw, size_t size)
{
    size_t taken = size;
    if (reader->part != WHOLE && taken > reader->left)
        taken = reader->left;
    if (reader->part != CRLF) {
        memcpy(text + length, raw, taken);
        length += taken;
    }
    if (reader->part == WHOLE || (reader->left -= taken))
        return taken;
    reader->left = reader->part == DATA ? 2 : 0;
    reader->part = reader->part == DATA ? CRLF : SIZE;
    return taken;
}

static void decode(struct reader *reader, const char *raw, size_t size)
{
    while (size) {
        size_t taken = 1;
        if (reader->part == HEAD)
            taken = head(reader, raw, size);
        else if (reader->part == SIZE)
            size_byte(reader, *raw);
        else
            taken = data(reader, raw, size);
        raw += taken;
        size -= taken;
    }
}

static uint64_t stamp_of(const char *event, size_t size)
{
    const char *mark = memchr(event, STAMP_MARK, size);
    uint64_t stamp = 0;
    if (!mark || mark + STAMP_DIGITS >= event + size)
        return 0;
    for (int at = 1; at <= STAMP_DIGITS; at++)
        stamp = stamp * 10 + (uint64_t)(mark[at] - '0');
    return stamp;
}

/* The first byte after the event that begins at `event`, NULL while it is not complete. */
static const char *end_of(const char *event, const char *end)
{
    const char *line = event;
    while ((line = memchr(line, '\n', (size_t)(end - line))) && ++line < end)
        if (*line == '\n')
            return line + 1;
    return NULL;
}

static void keep(struct reader *reader, const char *from, size_t size)
{
    if (size > LONGEST_EVENT) {
        fprintf(stderr, "an event is longer than %d bytes\n", LONGEST_EVENT);
        exit(1);
    }
    reader->kept = size ? realloc(reader->kept, size) : reader->kept;
    if (size)
        memcpy(reader->kept, from, size);
    reader->length = size;
}

void take(struct reader *reader, const char *raw, size_t size,
          void (*seen)(void *who, uint64_t stamp), void *who)
{
    length = reader->length;
    if (length)
        memcpy(text, reader->kept, length);
    decode(reader, raw, size);
    const char *event = text, *after, *end = text + length;
    while (reader->status == 200 && (after = end_of(event, end))) {
        uint64_t stamp = stamp_of(event, (size_t)(after - event));
        if (stamp)
            seen(who, stamp);
        event = after;
    }
    keep(reader, event, (size_t)(end - event));
}
