using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Minos.Configuration;
using Minos.Configuration.CommandLine;

namespace Minos.Monitoring.Options;

/// <summary>What no option can check alone.</summary>
internal static class SettingsRules
{
    /// <summary>The variable that may hold the mail server's password.</summary>
    public const string PasswordVariable = "MINOS_SMTP_PASSWORD";

    /// <exception cref="CommandLineException">The options do not go together.</exception>
    public static void Check(MonitorDescription monitor, MonitorSettings settings)
    {
        bool hasLongMail = monitor.Options.Any(o => o.Name == "toEmail");
        if (hasLongMail && settings.Recipients.Count == 0 && settings.Webhooks.Count == 0)
        {
            throw new CommandLineException("nobody would be told: give --toEmail=ADDRESS,... or --webhook=URL");
        }

        if (hasLongMail && settings.Recipients.Count > 0 && settings.From is null)
        {
            throw new CommandLineException("--toEmail needs --fromEmail=ADDRESS");
        }

        if (settings.StartTls && settings.ImplicitTls)
        {
            throw new CommandLineException("--tls and --smtps exclude each other");
        }

        switch (monitor.Name)
        {
            case "httpok" when settings.Arguments.Count != 1:
                throw new CommandLineException("httpok takes exactly one URL");
            case "httpok":
                CheckUrl(settings.Arguments[0]);
                break;
            case "memmon" when settings.ProgramLimits.Count + settings.GroupLimits.Count == 0 && settings.AnyLimit is null:
                throw new CommandLineException("nothing to watch: give -p, -g or -a");
        }

        CheckCaFile(settings.CaFile);
        ReadPassword(settings);
        // superlance's crashmail, httpok and memmon know no sender: sendmail adds it.
        settings.From ??= $"{Environment.UserName}@{Dns.GetHostName()}";
        settings.UserName ??= settings.Password is null ? null : settings.From.Split('@')[0].Split('<')[^1];
    }

    private static void CheckUrl(string url)
    {
        try
        {
            _ = OptionValues.Url(url);
        }
        catch (InvalidValueException exception)
        {
            throw new CommandLineException(exception.Message);
        }
    }

    private static void CheckCaFile(string? file)
    {
        if (file is null)
        {
            return;
        }

        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(file);
            if (certificates.Count == 0)
            {
                throw new CommandLineException($"--caFile {file} has no certificate in PEM form");
            }
        }
        catch (CryptographicException exception)
        {
            throw new CommandLineException($"--caFile {file}: {exception.Message}");
        }
    }

    private static void ReadPassword(MonitorSettings settings)
    {
        if (settings.PasswordFile is { } file)
        {
            try
            {
                settings.Password = File.ReadLines(file).FirstOrDefault() is { Length: > 0 } line
                    ? line
                    : throw new CommandLineException($"--passwordFile {file}: its first line is empty");
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new CommandLineException($"--passwordFile {file}: {exception.Message}");
            }
        }

        settings.Password ??= Environment.GetEnvironmentVariable(PasswordVariable) is { Length: > 0 } password ? password : null;
    }
}
