/*
 * tokens N: sends N messages of 200 bytes between process communication tokens, then waits to be killed.
 * Shorter ones end supervisord 4.2.5's capture: it calls itself once for each in what it reads at once, up to a full pipe.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv) {
    static char message[256];
    int n = argc > 1 ? atoi(argv[1]) : 1, i;

    memset(message, 'x', sizeof message);
    memcpy(message, "<!--XSUPERVISOR:BEGIN-->", 24);
    memcpy(message + 224, "<!--XSUPERVISOR:END-->\n", 23);
    for (i = 0; i < n; i++)
        if (write(1, message, 247) < 0)
            return 1;
    for (;;)
        pause();
}
