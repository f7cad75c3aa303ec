using System.Management.Automation;
using System.Net;
using Minos.Configuration.CommandLine;
using Minos.Monitoring.Alerts;
using Minos.PowerShell.Abstractions;

namespace Minos.PowerShell.Commands;

/// <summary>Sends an alert that says that it is a test, and tells what the server said.</summary>
[OutputType(typeof(MinosAlertTest))]
[Cmdlet(VerbsDiagnostic.Test, MinosNouns.Alert, SupportsShouldProcess = true)]
public sealed class TestMinosAlertCommand : MinosCommand
{
    /// <summary>The mail addresses.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string[] To { get; set; } = [];

    /// <summary>The sender.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? From { get; set; }

    /// <summary>The mail servers, host or host:port, tried in this order.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] SmtpServer { get; set; } = [];

    /// <summary>The login at the mail server.</summary>
    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>Send nothing without STARTTLS.</summary>
    [Parameter]
    public SwitchParameter StartTls { get; set; }

    /// <summary>TLS from the first byte.</summary>
    [Parameter]
    public SwitchParameter UseSsl { get; set; }

    /// <summary>A PEM file with the authorities that sign the server's certificate.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CertificateAuthorityPath { get; set; }

    /// <summary>URLs that get the alert as JSON.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public Uri[] Webhook { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        List<string> options = Options();
        if (!ShouldProcess(string.Join(", ", [.. To, .. Webhook.Select(u => u.GetLeftPart(UriPartial.Authority))]), "Send a test alert"))
        {
            return;
        }

        Run(async pipeline =>
        {
            try
            {
                foreach (AlertTestResult result in await AlertTest.RunAsync(options, pipeline.WriteVerbose, StopToken).ConfigureAwait(false))
                {
                    pipeline.WriteObject(new MinosAlertTest(result.Target, result.Succeeded, result.Answer));
                }
            }
            catch (CommandLineException exception)
            {
                pipeline.Invoke(cmdlet => cmdlet.ThrowTerminatingError(
                    new ErrorRecord(exception, "MinosAlertOptions", ErrorCategory.InvalidArgument, null)));
            }
        });
    }

    // The rules of the options are those of minosd monitors test-mail; nothing of this is on a command line.
    private List<string> Options()
    {
        var options = new List<string>();
        Add("toEmail", To.Length == 0 ? null : string.Join(',', To));
        Add("fromEmail", From ?? (To.Length == 0 ? null : $"{Environment.UserName}@{Dns.GetHostName()}"));
        Add("smtpHost", SmtpServer.Length == 0 ? null : string.Join(',', SmtpServer));
        Add("userName", Credential?.UserName);
        Add("password", Credential?.GetNetworkCredential().Password);
        Add("caFile", CertificateAuthorityPath is null ? null : GetUnresolvedProviderPathFromPSPath(CertificateAuthorityPath));
        options.AddRange(Webhook.Select(url => $"--webhook={url.OriginalString}"));
        if (StartTls)
        {
            options.Add("--tls");
        }

        if (UseSsl)
        {
            options.Add("--smtps");
        }

        return options;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                options.Add($"--{name}={value}");
            }
        }
    }
}
