using Minos.Daemon.Http;
using Minos.Rpc;

namespace Minos.Daemon.Web;

/// <summary>Everything that browsers see.</summary>
public static class WebHandlers
{
    /// <summary>Makes the handlers of one daemon; nothing runs until they are asked something.</summary>
    /// <param name="source">Knows the processes.</param>
    /// <param name="rpc">Has the <c>supervisor.*</c> methods.</param>
    /// <param name="time">The clock.</param>
    public static IReadOnlyList<IRequestHandler> Create(IProcessSource source, RpcDispatcher rpc, TimeProvider time)
    {
        var token = new ActionToken();
        return
        [
            new StatusPage(source, token, new ActionPage(source, token, new ProcessActions(rpc, time))),
            new TailPage(source, token),
            new ProcessPage(source, token),
            new LiveHandler(source, time),
            new OkPage(),
            new StaticFiles(),
        ];
    }
}
