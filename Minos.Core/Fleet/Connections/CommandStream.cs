using Minos.Rpc;

namespace Minos.Fleet.Connections;

/// <summary>A command's stdin and stdout as one stream, which ends the command when it is disposed of.</summary>
internal sealed class CommandStream(IHostCommand command) : DuplexStream(command.Output, command.Input)
{
    private readonly IHostCommand _command = command;

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // Whoever closes a connection does not wait for the ssh behind it.
            _ = _command.DisposeAsync().AsTask();
        }

        base.Dispose(disposing);
    }
}
