/* listener N FILE: answers every event at once; after N of them writes the monotonic clock in nanoseconds to FILE. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

int main(int argc, char **argv) {
    char header[1024], *length;
    static char payload[1 << 16];
    int n = argc > 2 ? atoi(argv[1]) : 1, seen = 0;

    for (;;) {
        fputs("READY\n", stdout);
        fflush(stdout);
        if (!fgets(header, sizeof header, stdin))
            return 0;
        if (!(length = strstr(header, " len:")) || fread(payload, 1, atoi(length + 5), stdin) != (size_t)atoi(length + 5))
            return 1;
        if (++seen == n) {
            struct timespec now;
            char name[1024];
            FILE *file;
            clock_gettime(CLOCK_MONOTONIC, &now);
            snprintf(name, sizeof name, "%s.new", argv[2]);
            file = fopen(name, "w");
            fprintf(file, "%lld\n", now.tv_sec * 1000000000LL + now.tv_nsec);
            fclose(file);
            rename(name, argv[2]);
        }
        fputs("RESULT 2\nOK", stdout);
        fflush(stdout);
    }
}
