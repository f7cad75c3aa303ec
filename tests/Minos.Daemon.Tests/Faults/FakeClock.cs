using System.Globalization;
using Minos.Daemon.Tests.EndToEnd;
using Minos.Tests;

namespace Minos.Daemon.Tests.Faults;

/// <summary>A wall clock that a test sets. A library put before libc answers for it; the monotonic clock stays as it is.</summary>
internal sealed class FakeClock
{
    private const string Library = """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <sys/time.h>
        #include <time.h>

        static long offset(void) {
            const char *name = getenv("TEST_CLOCK_FILE");
            FILE *file = name ? fopen(name, "re") : NULL;
            long seconds = 0;
            if (file) {
                if (fscanf(file, "%ld", &seconds) != 1) {
                    seconds = 0;
                }
                fclose(file);
            }
            return seconds;
        }

        int clock_gettime(clockid_t clock, struct timespec *now) {
            static int (*original)(clockid_t, struct timespec *);
            if (!original) {
                original = dlsym(RTLD_NEXT, "clock_gettime");
            }
            int result = original(clock, now);
            if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
                now->tv_sec += offset();
            }
            return result;
        }

        int gettimeofday(struct timeval *restrict now, void *restrict zone) {
            struct timespec precise;
            (void)zone;
            clock_gettime(CLOCK_REALTIME, &precise);
            now->tv_sec = precise.tv_sec;
            now->tv_usec = precise.tv_nsec / 1000;
            return 0;
        }

        time_t time(time_t *result) {
            struct timespec precise;
            clock_gettime(CLOCK_REALTIME, &precise);
            if (result) {
                *result = precise.tv_sec;
            }
            return precise.tv_sec;
        }
        """;

    private readonly string _file;

    private FakeClock(string library, string file)
    {
        _file = file;
        Command = ["/usr/bin/env", $"LD_PRELOAD={library}", $"TEST_CLOCK_FILE={file}"];
    }

    /// <summary>What starts a program with this clock.</summary>
    public string[] Command { get; }

    /// <summary>Builds one, which shows the time as it is.</summary>
    public static async Task<FakeClock> BuildAsync(string directory)
    {
        string library = Path.Combine(directory, "clock.so");
        string source = Path.Combine(directory, "clock.c");
        await File.WriteAllTextAsync(source, Library);
        Finished finished = await Commands.RunAsync(Requires.Program("gcc"), "-shared", "-fPIC", "-o", library, source, "-ldl");
        Assert.Equal((0, ""), (finished.Status, finished.Error));
        return new FakeClock(library, Path.Combine(directory, "clock"));
    }

    /// <summary>Sets it to that many seconds after the time.</summary>
    public void Set(long seconds)
    {
        // By rename: nobody reads half of it.
        File.WriteAllText(_file + ".new", seconds.ToString(CultureInfo.InvariantCulture));
        File.Move(_file + ".new", _file, overwrite: true);
    }
}
