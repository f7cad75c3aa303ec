using Minos.Configuration;
using Minos.Configuration.Values;
using Minos.Native;

namespace Minos.Supervision;

/// <summary>A command that can be executed.</summary>
/// <param name="FileName">The file.</param>
/// <param name="Arguments">argv; the first is the program as it was written.</param>
public sealed record ResolvedCommand(string FileName, IReadOnlyList<string> Arguments);

/// <summary>Finds the file of a <c>command=</c> as Supervisor does: first on the child's PATH, then on the daemon's.</summary>
/// <remarks>Touches the disk: never on the supervision thread.</remarks>
public static class CommandResolver
{
    private const string DefaultPath = "/bin:/usr/bin:/usr/local/bin";
    private const int MayExecute = 1; // X_OK

    /// <summary>Splits the command and finds its file.</summary>
    /// <exception cref="SpawnFailure">It is empty or badly quoted, or its file is missing or not executable.</exception>
    public static ResolvedCommand Resolve(ProcessSettings settings)
    {
        List<string> words = Split(settings.Command);
        string program = words[0];
        (string file, FileStatus? status) = program.Contains('/') ? Find(program) : Search(program, SearchPath(settings)) ?? Find(program);
        Check(file, status);
        return new ResolvedCommand(file, words);
    }

    private static List<string> Split(string command)
    {
        try
        {
            List<string> words = Shlex.Split(command);
            return words.Count > 0 ? words : throw new SpawnFailure(SpawnFailureKind.NotExecutable, "command is empty");
        }
        catch (InvalidValueException exception)
        {
            throw new SpawnFailure(SpawnFailureKind.NotExecutable, $"can't parse command {PythonText.Repr(command)}: {exception.Message}");
        }
    }

    private static string SearchPath(ProcessSettings settings)
    {
        foreach ((string name, string value) in settings.Environment)
        {
            if (name == "PATH")
            {
                return value;
            }
        }

        return Environment.GetEnvironmentVariable("PATH") ?? DefaultPath;
    }

    /// <summary>The first that exists wins, even if it can't be executed.</summary>
    private static (string File, FileStatus? Status)? Search(string program, string path)
    {
        foreach (Range directory in path.AsSpan().Split(':'))
        {
            if (Find(Path.Combine(path[directory], program)) is { Status: not null } found)
            {
                return found;
            }
        }

        return null;
    }

    private static (string File, FileStatus? Status) Find(string file) => (file, FileStatus.TryGet(file, out FileStatus status) ? status : null);

    private static void Check(string file, FileStatus? found)
    {
        if (found is not { } status)
        {
            throw new SpawnFailure(SpawnFailureKind.NoFile, $"can't find command {PythonText.Repr(file)}");
        }

        if (status.IsDirectory)
        {
            throw new SpawnFailure(SpawnFailureKind.NotExecutable, $"command at {PythonText.Repr(file)} is a directory");
        }

        if (!status.IsExecutable)
        {
            throw new SpawnFailure(SpawnFailureKind.NotExecutable, $"command at {PythonText.Repr(file)} is not executable");
        }

        if (Libc.Access(file, MayExecute) != 0)
        {
            throw new SpawnFailure(SpawnFailureKind.NotExecutable, $"no permission to run command {PythonText.Repr(file)}");
        }
    }
}
