/*
 * What the machine itself needs for a row, with nobody supervising:
 *   floor spawn N              starts N programs (sleep) with a pipe each, prints milliseconds, ends them
 *   floor stop N               the same, prints the milliseconds that ending and reaping them takes
 *   floor respawn FILE PROGRAM starts PROGRAM FILE anew whenever it ends, until its own end
 *   floor capture FILE COMMAND time|cpu
 *                              copies the output of a shell command to FILE by splice(2), prints milliseconds: all, or its own on a processor
 *   floor rotate FILE COMMAND time|cpu
 *                              the same in files of 1 MB, two of them kept, cut anywhere
 *   floor stamp FILE COMMAND time|cpu
 *                              the same by read(2) and write(2), each line after the time of its read, without its ESC characters, cut at line ends
 *   floor serve LENGTH         prints a port and answers every HTTP request there with a body of LENGTH bytes
 *   floor talkers FOLDER N SECONDS PROGRAM ARGUMENT...
 *                              copies the output of N times PROGRAM to files by splice(2), prints its processor milliseconds a second
 *   floor events N LISTENER FILE
 *                              hands N events of 200 bytes to "LISTENER N FILE", one after the other, prints milliseconds
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static int answer_length;

static double milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static pid_t start_with(char **command, int input, int output) {
    posix_spawn_file_actions_t actions;
    pid_t pid;
    posix_spawn_file_actions_init(&actions);
    if (input >= 0)
        posix_spawn_file_actions_adddup2(&actions, input, 0);
    if (output >= 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1);
    if (posix_spawnp(&pid, command[0], &actions, 0, command, environ) != 0)
        exit(3);
    posix_spawn_file_actions_destroy(&actions);
    return pid;
}

static pid_t start(char **command, int output) {
    return start_with(command, -1, output);
}

static int spawn(int n, int stop) {
    char *command[] = {"sleep", "1000", 0};
    pid_t *pids = calloc(n, sizeof *pids);
    double begin = milliseconds(), started;
    int i, ends[2];

    for (i = 0; i < n; i++) {
        if (pipe2(ends, O_CLOEXEC) != 0)
            exit(3);
        pids[i] = start(command, ends[1]);
        close(ends[1]);
    }
    started = milliseconds();
    for (i = 0; i < n; i++)
        kill(pids[i], SIGTERM);
    for (i = 0; i < n; i++)
        waitpid(pids[i], 0, 0);
    printf("%.3f\n", stop ? milliseconds() - started : started - begin);
    return 0;
}

static double cpu_milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static int rotated(const char *name, int file) {
    char first[4096], second[4096];
    snprintf(first, sizeof first, "%s.1", name);
    snprintf(second, sizeof second, "%s.2", name);
    unlink(second); /* a rename over it would make ext4 write the file to the disk */
    rename(first, second);
    rename(name, first);
    close(file);
    return open(name, O_WRONLY | O_CREAT | O_TRUNC, 0644);
}

/* The pipe to the file inside the kernel, in files of so many bytes. */
static void copy(int pipe, int file, const char *name, long limit) {
    long room = limit;
    ssize_t n;
    while ((n = splice(pipe, 0, file, 0, room < 1 << 16 ? room : 1 << 16, 0)) > 0)
        if ((room -= n) <= 0) {
            file = rotated(name, file);
            room = limit;
        }
}

/* Each line after the time of its read; a file is full with the line that makes it so. */
static void stamp(int pipe, int file, const char *name, long limit) {
    static char in[1 << 17], out[1 << 20];
    long size = 0;
    int at_start = 1;
    ssize_t n;
    while ((n = read(pipe, in, sizeof in)) > 0) {
        char time_text[40], *from = in, *end = in + n, *to = out;
        struct timespec now;
        struct tm parts;
        int length;
        clock_gettime(CLOCK_REALTIME, &now);
        gmtime_r(&now.tv_sec, &parts);
        length = strftime(time_text, sizeof time_text, "%Y-%m-%dT%H:%M:%S", &parts);
        length += snprintf(time_text + length, sizeof time_text - length, ".%03ldZ ", now.tv_nsec / 1000000);
        for (char *escape = in; (escape = memchr(escape, 27, end - escape));)
            *escape = ' ';
        while (from < end) {
            char *line_end = memchr(from, '\n', end - from), *next = line_end ? line_end + 1 : end;
            if (at_start)
                to = mempcpy(to, time_text, length);
            to = mempcpy(to, from, next - from);
            from = next;
            at_start = line_end != 0;
            if (from == end || to > out + sizeof out / 2 || (at_start && size + (to - out) >= limit)) {
                if (write(file, out, to - out) != to - out)
                    exit(3);
                size += to - out;
                to = out;
                if (at_start && size >= limit) {
                    file = rotated(name, file);
                    size = 0;
                }
            }
        }
    }
}

static int capture(const char *how, const char *name, char *line, int is_cpu) {
    char *command[] = {"sh", "-c", line, 0};
    int ends[2], file = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    double begin = milliseconds();

    if (file < 0 || pipe2(ends, O_CLOEXEC) != 0)
        return 3;
    start(command, ends[1]);
    close(ends[1]);
    if (how[0] == 's')
        stamp(ends[0], file, name, 1 << 20);
    else
        copy(ends[0], file, name, how[0] == 'r' ? 1 << 20 : LONG_MAX);
    wait(0);
    printf("%.3f\n", is_cpu ? cpu_milliseconds() : milliseconds() - begin);
    return 0;
}

static void *answer(void *argument) {
    char request[1 << 16], *body = calloc(1, answer_length + 200);
    int connection = (int)(long)argument, have = 0, length, n;
    length = sprintf(body, "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: %d\r\n\r\n", answer_length);
    memset(body + length, 'x', answer_length);
    length += answer_length;
    while ((n = read(connection, request + have, sizeof request - 1 - have)) > 0) {
        char *end, *size;
        request[have += n] = 0;
        if (!(end = strstr(request, "\r\n\r\n")))
            continue;
        size = strstr(request, "Content-Length: ");
        if (have < end + 4 - request + (size ? atoi(size + 16) : 0))
            continue;
        have = 0;
        for (int sent = 0; sent < length; sent += n)
            if ((n = write(connection, body + sent, length - sent)) <= 0)
                return 0;
    }
    return 0;
}

static int serve(int length) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0), connection, one = 1;

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    answer_length = length;
    if (bind(listener, (struct sockaddr *)&address, size) != 0 || listen(listener, 100) != 0 || getsockname(listener, (struct sockaddr *)&address, &size) != 0)
        return 3;
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    while ((connection = accept(listener, 0, 0)) >= 0) {
        pthread_t thread;
        setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        pthread_create(&thread, 0, answer, (void *)(long)connection);
    }
    return 3;
}

static int talkers(const char *folder, int n, int seconds, char **command) {
    int epoll = epoll_create1(EPOLL_CLOEXEC), *pipes = calloc(n, sizeof *pipes), *files = calloc(n, sizeof *files), i;
    pid_t *pids = calloc(n, sizeof *pids);
    double begin, cpu;

    for (i = 0; i < n; i++) {
        struct epoll_event event = {EPOLLIN, {.u32 = i}};
        char name[4096];
        int ends[2];
        snprintf(name, sizeof name, "%s/%d", folder, i);
        if (pipe2(ends, O_CLOEXEC) != 0 || (files[i] = open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0644)) < 0)
            return 3;
        pipes[i] = ends[0];
        pids[i] = start(command, ends[1]);
        close(ends[1]);
        epoll_ctl(epoll, EPOLL_CTL_ADD, ends[0], &event);
    }
    begin = milliseconds();
    cpu = cpu_milliseconds();
    while (milliseconds() - begin < seconds * 1e3) {
        struct epoll_event events[64];
        int ready = epoll_wait(epoll, events, 64, 100);
        for (i = 0; i < ready; i++)
            splice(pipes[events[i].data.u32], 0, files[events[i].data.u32], 0, 1 << 16, 0);
    }
    printf("%.3f\n", (cpu_milliseconds() - cpu) / seconds);
    for (i = 0; i < n; i++)
        kill(pids[i], SIGKILL);
    return 0;
}

/* The listener says READY once before each event and once after the last; what it says between is RESULT. */
static int events(char *number, char *program, char *file) {
    char *command[] = {program, number, file, 0};
    char event[512], answer[4096];
    int n = atoi(number), in[2], out[2], length, sent = 0;
    double begin = milliseconds();

    memset(event, 'x', sizeof event);
    length = sprintf(event, "ver:3.0 server:supervisor serial:0 pool:l poolserial:0 eventname:PROCESS_COMMUNICATION_STDOUT len:200\n") + 200;
    event[length - 200] = 'x';
    if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0)
        return 3;
    start_with(command, in[0], out[1]);
    close(out[1]);
    for (;;) {
        ssize_t count = read(out[0], answer, sizeof answer - 1);
        if (count <= 0)
            return 3;
        answer[count] = 0;
        if (!strstr(answer, "READY\n"))
            continue;
        if (sent++ == n)
            break;
        if (write(in[1], event, length) != length)
            return 3;
    }
    printf("%.3f\n", milliseconds() - begin);
    return 0;
}

int main(int argc, char **argv) {
    if (argc == 3 && (!strcmp(argv[1], "spawn") || !strcmp(argv[1], "stop")))
        return spawn(atoi(argv[2]), argv[1][1] == 't');
    if (argc == 5 && (!strcmp(argv[1], "capture") || !strcmp(argv[1], "rotate") || !strcmp(argv[1], "stamp")))
        return capture(argv[1], argv[2], argv[3], argv[4][0] == 'c');
    if (argc == 3 && !strcmp(argv[1], "serve"))
        return serve(atoi(argv[2]));
    if (argc > 5 && !strcmp(argv[1], "talkers"))
        return talkers(argv[2], atoi(argv[3]), atoi(argv[4]), argv + 5);
    if (argc == 5 && !strcmp(argv[1], "events"))
        return events(argv[2], argv[3], argv[4]);
    if (argc == 4 && !strcmp(argv[1], "respawn")) {
        char *command[] = {argv[3], argv[2], 0};
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        for (;;)
            waitpid(start(command, -1), 0, 0);
    }
    return 2;
}
