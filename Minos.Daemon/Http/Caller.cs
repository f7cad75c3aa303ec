using Minos.Configuration;

namespace Minos.Daemon.Http;

/// <summary>Whose request it is.</summary>
/// <param name="Role">What he may do.</param>
internal sealed record Caller(HttpRole Role);
