using Minos.Configuration.CommandLine;
using Minos.Monitoring.Alerts;
using Minos.Monitoring.Options;

namespace Minos.Monitoring;

/// <summary><c>minosd monitors</c>: lists the monitors; <c>minosd monitors test-mail</c>: sends an alert now.</summary>
public static class MonitorsProgram
{
    /// <summary>Runs it.</summary>
    /// <returns>The exit status: 0, 1 when an alert could not be sent, 2 when the command line is wrong.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        if (arguments is not ["test-mail", ..])
        {
            foreach (MonitorDescription monitor in MonitorCatalog.All)
            {
                output.WriteLine($"{monitor.Name,-22}{monitor.Summary}");
            }

            output.WriteLine($"\nminosd NAME --help lists the options; minosd monitors test-mail {MonitorCatalog.TestMail.Summary}");
            return arguments.Count == 0 || arguments[0] is "-h" or "--help" ? 0 : 2;
        }

        try
        {
            if (MonitorCatalog.TestMail.Parse([.. arguments.Skip(1)]) is not { } settings)
            {
                output.Write(MonitorCatalog.TestMail.Help.Replace("minosd test-mail", "minosd monitors test-mail", StringComparison.Ordinal));
                return 0;
            }

            bool isSent = true;
            foreach (AlertTestResult result in await AlertTest.RunAsync(settings, output.WriteLine, CancellationToken.None).ConfigureAwait(false))
            {
                output.WriteLine($"{(result.Succeeded ? "sent" : "NOT SENT")}: {result.Target}: {result.Answer}");
                isSent &= result.Succeeded;
            }

            return isSent ? 0 : 1;
        }
        catch (CommandLineException exception)
        {
            error.WriteLine($"Error: {exception.Message}\nFor help, use minosd monitors test-mail -h");
            return 2;
        }
    }
}
