#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "http/server.h"

#define LISTEN_BACKLOG 1024
#define SOCKET_MODE 0660 /* the front server's group may write */

static enum err cannot(struct fault *f, const char *what, const char *listen)
{
    return FAULT(f, ERR_IO, "http.listen", "%s %s: %s", what, listen, strerror(errno));
}

/* A socket file that nobody answers is left over from a crash and may go. */
static bool stale(const struct sockaddr_un *at)
{
    struct stat st;
    int fd;
    bool refused;

    if (lstat(at->sun_path, &st) != 0 || !S_ISSOCK(st.st_mode))
        return false;
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return false;
    refused = connect(fd, (const struct sockaddr *)at, sizeof(*at)) != 0 && errno == ECONNREFUSED;
    (void)close(fd); /* nothing was written */
    return refused;
}

static enum err open_unix(struct http_server *s, const char *path, struct fault *f)
{
    struct sockaddr_un at = { .sun_family = AF_UNIX };
    size_t n = strlen(path);

    if (n == 0 || n >= sizeof(at.sun_path))
        return FAULT(f, ERR_INVALID, "http.listen", "path of the socket is empty or too long");
    memcpy(at.sun_path, path, n);
    s->listen_fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (s->listen_fd < 0)
        return cannot(f, "socket", path);
    if (stale(&at))
        (void)unlink(path); /* bind tells if that failed */
    /* before bind, so that the file is never open to others, and after, whatever the umask was */
    if (fchmod(s->listen_fd, SOCKET_MODE) != 0 ||
        bind(s->listen_fd, (const struct sockaddr *)&at, sizeof(at)) != 0)
        return cannot(f, "bind", path);
    s->unlink_path = str_z(s->arena, str_of(path));
    if (chmod(path, SOCKET_MODE) != 0)
        return cannot(f, "chmod", path);
    return ERR_OK;
}

static enum err split(struct http_server *s, const char *listen, struct fault *f, const char **host,
                      const char **port)
{
    const char *colon = strrchr(listen, ':');
    struct str h;

    if (!colon || colon == listen || colon[1] == '\0')
        return FAULT(f, ERR_INVALID, "http.listen", "%s is not ADDRESS:PORT", listen);
    h = str_bytes(listen, (size_t)(colon - listen));
    if (h.p[0] == '[' && h.p[h.n - 1] == ']')
        h = str_slice(h, 1, h.n - 2);
    *host = str_z(s->arena, h);
    *port = colon + 1;
    return ERR_OK;
}

static int port_of(int fd)
{
    union {
        struct sockaddr any;
        struct sockaddr_in in;
        struct sockaddr_in6 in6;
    } at;
    socklen_t n = sizeof(at);

    memset(&at, 0, sizeof(at));
    if (getsockname(fd, &at.any, &n) != 0)
        return 0;
    return ntohs(at.any.sa_family == AF_INET6 ? at.in6.sin6_port : at.in.sin_port);
}

static enum err open_tcp(struct http_server *s, const char *listen, struct fault *f)
{
    struct addrinfo want = { .ai_socktype = SOCK_STREAM,
                             .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE };
    struct addrinfo *at = NULL;
    const char *host = NULL, *port = NULL;
    int one = 1, bound, err;

    TRY(split(s, listen, f, &host, &port));
    err = getaddrinfo(host, port, &want, &at);
    if (err != 0)
        return FAULT(f, ERR_INVALID, "http.listen", "%s: %s", listen, gai_strerror(err));
    s->listen_fd = socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    /* a restart must not wait for connections of the last run to fade */
    bound = s->listen_fd < 0 ||
            setsockopt(s->listen_fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)) != 0 ||
            bind(s->listen_fd, at->ai_addr, at->ai_addrlen) != 0;
    err = errno;
    freeaddrinfo(at);
    errno = err;
    if (bound != 0)
        return cannot(f, "bind", listen);
    s->port = port_of(s->listen_fd);
    return ERR_OK;
}

enum err listen_open(struct http_server *s, const char *listen_on, struct fault *f)
{
    struct str where = str_of(listen_on);

    s->listen_fd = -1;
    if (str_starts(where, S("unix:")))
        TRY(open_unix(s, listen_on + 5, f));
    else
        TRY(open_tcp(s, listen_on, f));
    if (listen(s->listen_fd, LISTEN_BACKLOG) != 0)
        return cannot(f, "listen", listen_on);
    return ERR_OK;
}

void listen_quiet(struct http_server *s)
{
    /* now, not at the end: by then the next server may have put its own socket there */
    if (s->unlink_path)
        (void)unlink(s->unlink_path); /* gone already is as good */
    s->unlink_path = NULL;
    if (s->listen_fd >= 0)
        (void)shutdown(s->listen_fd, SHUT_RDWR); /* clients are refused instead of kept waiting */
}

void listen_close(struct http_server *s)
{
    listen_quiet(s);
    if (s->listen_fd >= 0)
        (void)close(s->listen_fd); /* nothing more can be done with it */
    s->listen_fd = -1;
}
