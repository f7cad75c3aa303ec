using Minos.Daemon.Tests.EndToEnd;
using Minos.Tests;

namespace Minos.Daemon.Tests.Faults;

/// <summary>Event listeners that hang, flood and lie, beside one that does as it should.</summary>
public class ListenerFaultTests
{
    private const string Good = """
        import sys
        while True:
            sys.stdout.write("READY\n"); sys.stdout.flush()
            header = dict(w.split(":") for w in sys.stdin.readline().split())
            body = sys.stdin.read(int(header["len"]))
            open("heard", "a").write(body.split("\n")[1] + "\n")
            sys.stdout.write("RESULT 2\nOK"); sys.stdout.flush()
        """;

    public static TheoryData<string, string> Bad => new()
    {
        { "hangs", "import sys, time\nsys.stdout.write('READY\\n'); sys.stdout.flush()\nsys.stdin.readline()\nopen('bad','w').write('x')\ntime.sleep(1000)" },
        { "never says that it is ready", "import time\nopen('bad','w').write('x')\ntime.sleep(1000)" },
        { "floods", "import os\nopen('bad','w').write('x')\nwhile True: os.write(1, b'x' * 65536)" },
        { "floods in lines", "import os\nopen('bad','w').write('x')\nwhile True: os.write(1, b'READY\\n' * 10000)" },
        { "announces more than there is", "import os, sys, time\nos.write(1, b'READY\\n')\nsys.stdin.readline()\nopen('bad','w').write('x')\nos.write(1, b'RESULT 99999999999999999999\\n')\nwhile True: os.write(1, b'x' * 65536)" },
        { "announces less than nothing", "import os, sys, time\nos.write(1, b'READY\\n')\nsys.stdin.readline()\nopen('bad','w').write('x')\nos.write(1, b'RESULT -5\\nhello')\ntime.sleep(1000)" },
        { "answers without a question", "import os, time\nos.write(1, b'READY\\nRESULT 2\\nOKRESULT 2\\nOK')\nopen('bad','w').write('x')\ntime.sleep(1000)" },
    };

    [SkippableTheory]
    [MemberData(nameof(Bad))]
    public async Task A_bad_listener_takes_nothing_from_the_others(string what, string script)
    {
        string python = Requires.Program("python3");
        await using var minosd = new Minosd($"""
            [eventlistener:good]
            command={python} good.py
            directory=%(here)s
            events=REMOTE_COMMUNICATION
            buffer_size=1000
            startsecs=0
            [eventlistener:bad]
            command={python} bad.py
            directory=%(here)s
            events=REMOTE_COMMUNICATION
            buffer_size=10
            startsecs=0
            autorestart=false
            stopwaitsecs=1
            """);
        await File.WriteAllTextAsync(minosd["good.py"], Good);
        await File.WriteAllTextAsync(minosd["bad.py"], script);
        // Garbage is collected as in the native build (Minos.Daemon.csproj): else it may grow to the size of the processor's cache.
        minosd.Start("/usr/bin/env", "DOTNET_GCgen0size=400000");
        await minosd.UntilUpAsync();
        await minosd.UntilStateAsync("good", "RUNNING");
        await minosd.UntilStateAsync("bad", "RUNNING");
        long before = Resident(minosd);
        const int Events = 200;
        string payload = new('y', 10_000);
        for (int i = 0; i < Events; i++)
        {
            _ = await minosd.CallAsync("sendRemoteCommEvent", "t", $"{i} {payload}");
        }

        string expected = string.Concat(Enumerable.Range(0, Events).Select(i => $"{i} {payload}\n"));
        await Commands.UntilAsync(() => File.Exists(minosd["heard"]) && new FileInfo(minosd["heard"]).Length >= expected.Length, $"the good one hears everything beside one that {what}");
        Assert.Equal(expected, await File.ReadAllTextAsync(minosd["heard"]));
        await Commands.UntilAsync(() => File.Exists(minosd["bad"]), $"the other {what}");
        Assert.InRange(Resident(minosd) - before, long.MinValue, 100 * 1024);
        _ = await minosd.CallAsync("stopProcess", "bad");
        Assert.Equal("RUNNING", (await minosd.InfoAsync("good"))["statename"].AsString());
    }

    private static long Resident(Minosd minosd) => Commands.StatusOf(minosd.Pid, "VmRSS");
}
