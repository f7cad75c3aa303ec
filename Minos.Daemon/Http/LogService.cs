namespace Minos.Daemon.Http;

/// <summary>The only service that the web server asks for when it serves TLS.</summary>
internal sealed class LogService(KestrelLog log) : IServiceProvider
{
    public object? GetService(Type serviceType) => serviceType == typeof(ILoggerFactory) ? log : null;
}
