namespace Minos.PowerShell;

/// <summary>The nouns of the module's cmdlets.</summary>
internal static class MinosNouns
{
    internal const string Alert = "MinosAlert";
    internal const string Configuration = "MinosConfiguration";
    internal const string Event = "MinosEvent";
    internal const string Host = "MinosHost";
    internal const string Job = "MinosJob";
    internal const string Log = "MinosLog";
    internal const string Package = "MinosPackage";
    internal const string Process = "MinosProcess";
    internal const string ProcessInput = "MinosProcessInput";
    internal const string ProcessLog = "MinosProcessLog";
    internal const string ProcessSignal = "MinosProcessSignal";
    internal const string Supervisor = "MinosSupervisor";
}
