#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/server.h"

/* A body refused before it was read is still on its way. Were its socket closed at once, the kernel
 * would answer the next bytes with a reset, and the client might lose the answer that tells why. So
 * a second number keeps the socket, what comes is dropped for a while, and then it is closed. */

#define LINGER_MS 10000
#define LINGER_ROUND_MAX (2 * 1024 * 1024) /* bytes dropped of one socket in one round */

void linger_keep(struct http_server *s, int fd)
{
    (void)pthread_mutex_lock(&s->linger_lock);
    if (s->linger_count < HTTP_LINGER_MAX) { /* beyond it, the client takes its chance */
        int kept = fcntl(fd, F_DUPFD_CLOEXEC, 0);
        if (kept >= 0)
            s->lingers[s->linger_count++] = (struct lingering){ kept, http_clock_ms() + LINGER_MS };
    }
    (void)pthread_mutex_unlock(&s->linger_lock);
}

/* False: the client has ended, or the socket has. */
static bool drop(int fd)
{
    char bytes[16384];

    for (size_t n = 0; n < LINGER_ROUND_MAX;) {
        ssize_t got = recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT);
        if (got < 0)
            return errno == EAGAIN || errno == EINTR;
        if (got == 0)
            return false;
        n += (size_t)got;
    }
    return true;
}

void linger_sweep(struct http_server *s, bool all)
{
    int64_t now = http_clock_ms();
    int kept = 0;

    (void)pthread_mutex_lock(&s->linger_lock);
    for (int i = 0; i < s->linger_count; i++) {
        struct lingering l = s->lingers[i];
        if (!all && now < l.until_ms && drop(l.fd))
            s->lingers[kept++] = l;
        else
            (void)close(l.fd); /* the answer has long been sent */
    }
    s->linger_count = kept;
    (void)pthread_mutex_unlock(&s->linger_lock);
}
