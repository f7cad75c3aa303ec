namespace Minos.Daemon.Tests.EndToEnd;

/// <summary>Listeners as people write them for Supervisor.</summary>
internal static class ListenerScripts
{
    /// <summary>Reads text streams, as superlance does, and notes each event in its stderr: header, payload, a line of dashes. With an
    /// argument it ends after the event of that name.</summary>
    public const string Python = """
        import sys
        while True:
            sys.stdout.write('READY\n'); sys.stdout.flush()
            line = sys.stdin.readline()
            if not line:
                break
            headers = dict(x.split(':') for x in line.split())
            payload = sys.stdin.read(int(headers['len']))
            sys.stderr.write('%s%s\n--\n' % (line, payload)); sys.stderr.flush()
            sys.stdout.write('RESULT 2\nOK'); sys.stdout.flush()
            if headers['eventname'] in sys.argv[1:]:
                break
        """;

    /// <summary>The same in shell; payloads of one character a byte.</summary>
    public const string Shell = """
        while printf 'READY\n' && read -r line; do
          len=${line##*len:}
          payload=$([ "$len" -eq 0 ] || dd bs=1 count="$len" 2>/dev/null; echo .)
          printf '%s\n%s\n--\n' "$line" "${payload%.}" >&2
          printf 'RESULT 2\nOK'
        done
        """;

    /// <summary>Fails or breaks the protocol at the first event, as its argument says, and behaves from the second start or event on.</summary>
    public const string Faulty = """
        import os, sys
        mode, mark = sys.argv[1], sys.argv[2]
        while True:
            sys.stdout.write('READY\n'); sys.stdout.flush()
            line = sys.stdin.readline()
            headers = dict(x.split(':') for x in line.split())
            payload = sys.stdin.read(int(headers['len']))
            first = not os.path.exists(mark)
            open(mark, 'a').close()
            sys.stderr.write('%s serial:%s %s\n' % ('first' if first else 'again', headers['serial'], payload)); sys.stderr.flush()
            if first and mode == 'exit':
                os._exit(3)
            sys.stdout.write('RESULT 4\nFAIL' if first and mode == 'fail' else 'what?\n' if first and mode == 'break' else 'RESULT 2\nOK')
            sys.stdout.flush()
        """;
}
