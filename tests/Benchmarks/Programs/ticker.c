/* ticker N PORTIONS: writes N lines of 80 bytes a second, in so many portions. */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int main(int argc, char **argv) {
    char line[80];
    int portions = argc > 2 ? atoi(argv[2]) : 50, lines = argc > 1 ? atoi(argv[1]) / portions : 20, i;
    struct timespec pause = {0, 1000000000 / portions - 1};

    memset(line, 'x', sizeof line);
    line[sizeof line - 1] = '\n';
    for (;;) {
        for (i = 0; i < lines; i++)
            if (write(1, line, sizeof line) < 0)
                return 1;
        nanosleep(&pause, 0);
    }
}
