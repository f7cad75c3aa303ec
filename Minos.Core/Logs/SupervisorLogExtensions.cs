using System.Runtime.CompilerServices;
using Minos.Configuration;

namespace Minos.Logs;

/// <summary>One method a level.</summary>
public static class SupervisorLogExtensions
{
    /// <summary>BLAT.</summary>
    public static void Blather(this ISupervisorLog log, string message) => log.Write(SupervisorLogLevel.Blather, message);

    /// <summary>TRAC.</summary>
    public static void Trace(this ISupervisorLog log, string message) => log.Write(SupervisorLogLevel.Trace, message);

    /// <summary>DEBG.</summary>
    public static void Debug(this ISupervisorLog log, string message) => log.Write(SupervisorLogLevel.Debug, message);

    /// <summary>DEBG, put together only when it is kept.</summary>
    public static void Debug(this ISupervisorLog log, [InterpolatedStringHandlerArgument(nameof(log))] ref DebugMessage message)
    {
        if (message.IsKept)
        {
            log.Write(SupervisorLogLevel.Debug, message.Take());
        }
    }

    /// <summary>INFO.</summary>
    public static void Info(this ISupervisorLog log, string message) => log.Write(SupervisorLogLevel.Info, message);

    /// <summary>WARN.</summary>
    public static void Warn(this ISupervisorLog log, string message) => log.Write(SupervisorLogLevel.Warn, message);

    /// <summary>ERRO.</summary>
    public static void Error(this ISupervisorLog log, string message) => log.Write(SupervisorLogLevel.Error, message);

    /// <summary>CRIT.</summary>
    public static void Critical(this ISupervisorLog log, string message) => log.Write(SupervisorLogLevel.Critical, message);
}
