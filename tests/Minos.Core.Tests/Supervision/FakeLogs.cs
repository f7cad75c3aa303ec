using Microsoft.Win32.SafeHandles;
using Minos.Configuration;
using Minos.Native;
using Minos.Supervision;

namespace Minos.Core.Tests.Supervision;

/// <summary>Logs of processes that do not exist.</summary>
internal sealed class FakeLogs : IProcessLogs, IProcessLogFactory
{
    public string? StdoutPath => "/log/out";

    public string? StderrPath => null;

    public IProcessLogs Create(string groupName, ProcessSettings settings) => this;

    public Action Check() => static () => { };

    public void AppendLeft(SafeFileHandle? stdout, SafeFileHandle? stderr, JournalEntry entry, Action completed) => completed();

    public void AppendFailure(string message)
    {
    }

    public IAttachedOutput Attach(SpawnedProcess child) => throw new NotSupportedException();
}
