namespace Minos.Daemon.Control;

/// <summary>The exit statuses of supervisorctl, which are those of LSB init scripts.</summary>
internal static class ExitStatus
{
    public const int Success = 0;
    public const int Generic = 1;
    public const int InvalidArguments = 2;
    public const int NoInterface = 3;
    public const int Unreachable = 4;
    public const int WrongVersion = 5;
    public const int NotRunning = 7;

    /// <summary><c>status</c>: a listed process does not run.</summary>
    public const int StatusNotRunning = 3;

    /// <summary><c>status</c>: a name is unknown, or the server cannot be reached.</summary>
    public const int StatusUnknown = 4;
}
