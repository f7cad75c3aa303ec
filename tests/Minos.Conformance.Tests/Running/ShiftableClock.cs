using System.Diagnostics;

namespace Minos.Conformance.Tests.Running;

/// <summary>A clock that a test can move to the next full hour, which nobody wants to wait for.</summary>
/// <remarks>A library put before libc answers for the time of day; the monotonic clock stays as it is.</remarks>
internal static class ShiftableClock
{
    private const string Source = """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <stdlib.h>
        #include <sys/time.h>
        #include <time.h>
        #include <unistd.h>

        static time_t shift(time_t now) {
            static time_t offset;
            const char *file = getenv("TEST_CLOCK_FILE");
            if (!offset && file && access(file, F_OK) == 0) {
                offset = 3600 - now % 3600;
            }
            return offset;
        }

        int clock_gettime(clockid_t clock, struct timespec *now) {
            static int (*original)(clockid_t, struct timespec *);
            if (!original) {
                original = dlsym(RTLD_NEXT, "clock_gettime");
            }
            int result = original(clock, now);
            if (result == 0 && clock == CLOCK_REALTIME) {
                now->tv_sec += shift(now->tv_sec);
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
        """;

    /// <summary>Compiles the library and has a program started with it.</summary>
    /// <param name="start">Of the program.</param>
    /// <param name="library">Where the library goes.</param>
    /// <param name="file">The file at whose appearance the clock jumps.</param>
    public static void Install(ProcessStartInfo start, string library, string file)
    {
        string source = library + ".c";
        File.WriteAllText(source, Source);
        using Process compiler = Process.Start("gcc", ["-shared", "-fPIC", "-o", library, source, "-ldl"]);
        compiler.WaitForExit();
        Assert.Equal(0, compiler.ExitCode);
        start.Environment["LD_PRELOAD"] = library;
        start.Environment["TEST_CLOCK_FILE"] = file;
    }
}
