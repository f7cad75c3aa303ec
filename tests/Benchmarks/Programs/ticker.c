/* ticker N: writes N lines of 80 bytes a second, in 50 portions. */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int main(int argc, char **argv) {
    char line[80];
    struct timespec pause = {0, 20000000};
    int lines = argc > 1 ? atoi(argv[1]) / 50 : 20, i;

    memset(line, 'x', sizeof line);
    line[sizeof line - 1] = '\n';
    for (;;) {
        for (i = 0; i < lines; i++)
            if (write(1, line, sizeof line) < 0)
                return 1;
        nanosleep(&pause, 0);
    }
}
