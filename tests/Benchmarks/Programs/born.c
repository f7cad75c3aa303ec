/* born FILE: appends one line, its pid and the monotonic clock in nanoseconds, then waits to be killed. */
#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

int main(int argc, char **argv) {
    struct timespec now;
    char line[64];
    int file, length;

    clock_gettime(CLOCK_MONOTONIC, &now);
    if (argc != 2 || (file = open(argv[1], O_WRONLY | O_CREAT | O_APPEND, 0644)) < 0)
        return 2;
    length = snprintf(line, sizeof line, "%d %lld\n", (int)getpid(), now.tv_sec * 1000000000LL + now.tv_nsec);
    if (write(file, line, length) != length)
        return 3;
    for (;;)
        pause();
}
