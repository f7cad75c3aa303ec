/*
 * What the machine itself needs for a row, with nobody supervising:
 *   floor spawn N              starts N programs (sleep) with a pipe each, prints milliseconds, ends them
 *   floor stop N               the same, prints the milliseconds that ending and reaping them takes
 *   floor respawn FILE PROGRAM starts PROGRAM FILE anew whenever it ends, until its own end
 *   floor capture FILE COMMAND copies the output of a shell command to FILE by splice(2), prints milliseconds
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static double milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static pid_t start(char **command, int output) {
    posix_spawn_file_actions_t actions;
    pid_t pid;
    posix_spawn_file_actions_init(&actions);
    if (output >= 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1);
    if (posix_spawnp(&pid, command[0], &actions, 0, command, environ) != 0)
        exit(3);
    posix_spawn_file_actions_destroy(&actions);
    return pid;
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

static int capture(const char *name, char *line) {
    char *command[] = {"sh", "-c", line, 0};
    int ends[2], file = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    double begin = milliseconds();

    if (file < 0 || pipe2(ends, O_CLOEXEC) != 0)
        return 3;
    start(command, ends[1]);
    close(ends[1]);
    while (splice(ends[0], 0, file, 0, 1 << 16, 0) > 0)
        ;
    wait(0);
    printf("%.3f\n", milliseconds() - begin);
    return 0;
}

int main(int argc, char **argv) {
    if (argc == 3 && (!strcmp(argv[1], "spawn") || !strcmp(argv[1], "stop")))
        return spawn(atoi(argv[2]), argv[1][1] == 't');
    if (argc == 4 && !strcmp(argv[1], "capture"))
        return capture(argv[2], argv[3]);
    if (argc == 4 && !strcmp(argv[1], "respawn")) {
        char *command[] = {argv[3], argv[2], 0};
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        for (;;)
            waitpid(start(command, -1), 0, 0);
    }
    return 2;
}
